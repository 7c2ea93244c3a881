#include "lowering/operators.hpp"

namespace quern::bm1684 {

std::string lower_pad(Lowering& l, const Node& node) {
  if (node.get_string("mode", "constant") == "constant" && node.has_input(2)) {
    const Tensor* value = l.constant(node, 2);
    if (!value || value->to_float().at(0) != 0) return "it pads with another value than 0";
    // The float constant would not fit the integer data; 0 is the default anyway.
    Node zero = node;
    zero.inputs.resize(2);
    return lower_movement(l, zero);
  }
  return lower_movement(l, node);
}

}  // namespace quern::bm1684
