#include <algorithm>

#include "lowering/operators.hpp"
#include "lowering/operators/common_scale.hpp"

namespace quern::bm1684 {

std::string lower_concat(Lowering& l, const Node& node) {
  bool any_integer = false;
  double threshold = 0;
  bool any_signed = false;
  for (const std::string& tensor : node.inputs) {
    const auto q = l.input_quantisation(tensor);
    if (!q) return l.no_threshold(tensor);
    any_integer = any_integer || l.integer(tensor);
    any_signed = any_signed || q->is_signed;
    threshold = std::max(threshold, q->threshold);
  }
  if (!any_integer) return "none of its inputs is INT8";
  const auto wanted = l.output_quantisation({node.outputs[0], nullptr});
  const Quantisation out{wanted ? wanted->threshold : threshold, any_signed};
  auto inputs = rescale_inputs(l, node, out);
  if (!inputs) return "the scales of its inputs are too far apart";
  Node integer = node;
  integer.inputs = *std::move(inputs);
  integer.outputs = {l.integer_output(node.outputs[0], out)};
  l.emit(std::move(integer), node);
  return "";
}

}  // namespace quern::bm1684
