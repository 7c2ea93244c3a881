#include <algorithm>

#include "lowering/operators.hpp"
#include "lowering/operators/common_scale.hpp"

namespace quern::bm1684 {

// Comparisons need one scale on all inputs; it is the largest of theirs, which the output keeps.
std::string lower_max_min(Lowering& l, const Node& node) {
  Quantisation out{0, false};
  for (const std::string& tensor : node.inputs) {
    if (l.source().constant(tensor)) return "a constant operand has no INT8 form here";
    if (!l.integer(tensor)) return "not all of its inputs are INT8";
    const Quantisation q = *l.input_quantisation(tensor);
    out.threshold = std::max(out.threshold, q.threshold);
    out.is_signed = out.is_signed || q.is_signed;
  }
  auto inputs = rescale_inputs(l, node, out);
  if (!inputs) return "the scales of its inputs are too far apart";
  Node integer = node;
  integer.inputs = *std::move(inputs);
  integer.outputs = {l.integer_output(node.outputs[0], out)};
  l.emit(std::move(integer), node);
  return "";
}

}  // namespace quern::bm1684
