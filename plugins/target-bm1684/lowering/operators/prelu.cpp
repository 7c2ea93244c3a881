#include <algorithm>
#include <cmath>

#include "lowering/fixed_point.hpp"
#include "lowering/operators.hpp"

namespace quern::bm1684 {

// Per-channel int8 slopes with one shared shift; input and output share one scale.
std::string lower_prelu(Lowering& l, const Node& node) {
  if (!l.integer(node.inputs[0])) return "its input is not INT8";
  const Tensor* slopes = l.constant(node, 1);
  if (!slopes || slopes->type != DataType::Float) return "its slopes are not constant";
  const Shape& shape = l.shape(node.inputs[0]);
  const int64_t channels = shape.size() > 1 ? shape[1] : 0;
  if (slopes->count() != 1 && slopes->count() != channels) return "its slopes are not one per channel";

  std::vector<float> values = slopes->to_float();
  values.resize(size_t(channels), values.empty() ? 0 : values[0]);
  double largest = 0;
  for (const float v : values) largest = std::max(largest, std::fabs(double(v)));
  const auto m = multiplier_for(largest);
  if (!m) return "its slopes are too large";
  Tensor s8(DataType::Int8, {channels});
  for (size_t c = 0; c < values.size(); ++c)
    s8.mutable_data<int8_t>()[c] =
        int8_t(std::clamp(std::round(std::ldexp(double(values[c]), m->shift)), -128.0, 127.0));

  const Quantisation q = *l.input_quantisation(node.inputs[0]);
  const std::string name = l.add_constant(node.inputs[1], s8);
  Node integer("QPRelu", {l.integer_input(node.inputs[0]), name}, {l.integer_output(node.outputs[0], q)},
               kQuernDomain);
  integer.set("rshift", int64_t(m->shift));
  l.emit(std::move(integer), node);
  return "";
}

}  // namespace quern::bm1684
