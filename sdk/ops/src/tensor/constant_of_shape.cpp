// ConstantOfShape: a tensor of the shape in input 0, filled with "value" (a tensor of one element; float 0).
#include "support/infer.hpp"
#include "support/strided.hpp"

namespace quern::ops {
namespace {

Tensor fill_value(const Node& node) {
  Tensor value = node.get<Tensor>("value", Tensor(DataType::Float, {}));
  if (value.count() != 1)
    throw InputError("the fill value must have one element, its shape is " + to_string(value.dims));
  return value;
}

void infer_constant_of_shape(InferContext& c) {
  const DataType type = fill_value(c.node()).type;
  c.output_unknown(0, type);
  if (!c.input(0).constant && c.shape(0).size() == 1 && c.shape(0)[0] >= 0 && c.shape(0)[0] <= 64)
    c.output(0, type, Shape(size_t(c.shape(0)[0]), kUnknownDim));
  const Shape shape = constant_ints(c, 0);
  if (!is_static(shape)) throw InputError("the shape " + to_string(shape) + " has a negative dimension");
  set_output(c, 0, type, shape);
}

void compute_constant_of_shape(ComputeContext& c) {
  fill_elements(make_output(c, infer_constant_of_shape), fill_value(c.node()));
}

}  // namespace

QUERN_OPERATOR("", "ConstantOfShape", infer_constant_of_shape, compute_constant_of_shape);

}  // namespace quern::ops
