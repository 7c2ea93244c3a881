// Relu and Clip that could not be fused into their producer.
#include <algorithm>

#include "lowering/fixed_point.hpp"
#include "lowering/operators.hpp"

namespace quern::bm1684 {
namespace {

float bound(const Lowering& l, const Node& node, size_t input, float fallback) {
  const Tensor* t = l.constant(node, input);
  return t ? t->to_float().at(0) : fallback;
}

}  // namespace

std::string lower_relu(Lowering& l, const Node& node) {
  const std::string& tensor = node.inputs[0];
  if (!l.integer(tensor)) return "its input is not INT8";
  if (node.is("Clip")) {
    if ((node.has_input(1) && !l.constant(node, 1)) || (node.has_input(2) && !l.constant(node, 2)))
      return "its bounds are not constant";
    if (bound(l, node, 1, -1) != 0) return lower_table(l, node);
  }
  const Quantisation in = *l.input_quantisation(tensor);
  const FusedOutput output{node.outputs[0], &node};
  const auto out = l.output_quantisation(output);
  if (!out) return l.no_threshold(output.tensor);
  const auto m = multiplier_for(double(in.scale()) / out->scale());
  if (!m) return "the threshold of its output is too small for that of its input";
  Node integer("QRescale", {l.integer_input(tensor)}, {l.integer_output(output.tensor, *out)}, kQuernDomain);
  integer.set("multiplier", int64_t(m->multiplier)).set("rshift", int64_t(m->shift)).set("relu", int64_t(1));
  l.emit(std::move(integer), node);
  return "";
}

}  // namespace quern::bm1684
