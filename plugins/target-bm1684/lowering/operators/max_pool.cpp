#include <algorithm>

#include "lowering/operators.hpp"

namespace quern::bm1684 {

std::string lower_max_pool(Lowering& l, const Node& node) {
  if (!l.integer(node.inputs[0])) return "its input is not INT8";
  const Shape& shape = l.shape(node.inputs[0]);
  if (shape.size() != 4) return "only 2-D pooling has an INT8 form";
  if (node.has_output(1)) return "its indices are used";
  const Shape kernel =
      node.is("MaxPool") ? node.get_ints("kernel_shape") : Shape(shape.begin() + 2, shape.end());
  if (element_count(kernel) > 225) return "its kernel covers more than 225 values";
  for (const int64_t stride : node.get_ints("strides"))
    if (stride > 15) return "a stride above 15 does not fit the command";

  const Quantisation q = *l.input_quantisation(node.inputs[0]);
  Node integer = node;
  integer.op_type = "MaxPool";
  integer.set("kernel_shape", kernel);
  integer.inputs = {l.integer_input(node.inputs[0])};
  integer.outputs = {l.integer_output(node.outputs[0], q)};
  l.emit(std::move(integer), node);
  return "";
}

}  // namespace quern::bm1684
