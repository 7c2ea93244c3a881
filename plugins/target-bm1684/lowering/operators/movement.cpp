#include "lowering/operators.hpp"

namespace quern::bm1684 {

// Operators that only move values: same operator, same scale. Everything but the first input is constant
// (shapes, indices, axes).
std::string lower_movement(Lowering& l, const Node& node) {
  if (!l.integer(node.inputs[0])) return "its input is not INT8";
  for (size_t i = 1; i < node.inputs.size(); ++i)
    if (node.has_input(i) && !l.constant(node, i)) return "its parameters are not constant";
  const Quantisation q = *l.input_quantisation(node.inputs[0]);
  Node integer = node;
  integer.inputs[0] = l.integer_input(node.inputs[0]);
  for (size_t i = 1; i < node.inputs.size(); ++i)
    if (node.has_input(i)) integer.inputs[i] = l.float_input(node.inputs[i]);
  for (std::string& output : integer.outputs)
    if (!output.empty()) output = l.integer_output(output, q);
  l.emit(std::move(integer), node);
  return "";
}

}  // namespace quern::bm1684
