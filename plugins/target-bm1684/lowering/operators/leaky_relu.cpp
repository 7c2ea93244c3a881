#include <cmath>

#include "lowering/fixed_point.hpp"
#include "lowering/operators.hpp"

namespace quern::bm1684 {

// Input and output share one scale, so the positive side passes untouched.
std::string lower_leaky_relu(Lowering& l, const Node& node) {
  if (!l.integer(node.inputs[0])) return "its input is not INT8";
  const Quantisation q = *l.input_quantisation(node.inputs[0]);
  const auto m = multiplier_for(node.get_float("alpha", 0.01F));
  if (!m) return "its slope is too large";
  Node integer("QLeakyRelu", {l.integer_input(node.inputs[0])}, {l.integer_output(node.outputs[0], q)},
               kQuernDomain);
  integer.set("multiplier", int64_t(m->multiplier)).set("rshift", int64_t(m->shift));
  l.emit(std::move(integer), node);
  return "";
}

}  // namespace quern::bm1684
