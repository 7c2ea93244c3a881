#include "graph/hints.hpp"

#include <quern/graph/index.hpp>

namespace quern::frontend::paddle {
namespace {

constexpr std::string_view kPrefix = "quern.hint:";

bool is_never_negative(const Graph& graph, const Node& node) {
  if (node.is("Relu") || node.is("Sigmoid") || node.is("HardSigmoid") || node.is("Softmax")) return true;
  if (!node.is("Clip") || !node.has_input(1)) return false;
  const Tensor* least = graph.constant(node.inputs[1]);
  return least && least->count() == 1 && least->to_float()[0] >= 0;
}

// What moves values without changing them keeps their sign.
bool moves_values(const Node& node) {
  return node.is("Identity") || node.is("MaxPool") || node.is("Reshape") || node.is("Transpose");
}

}  // namespace

void finish_hints(Model& model) {
  const GraphIndex index(model.graph);
  for (auto& [key, value] : model.metadata) {
    if (!key.starts_with(kPrefix) || !value.ends_with(" 1")) continue;
    const Node* node = index.producer(key.substr(kPrefix.size()));
    while (node && moves_values(*node) && node->has_input(0)) node = index.producer(node->inputs[0]);
    if (node && is_never_negative(model.graph, *node)) value.back() = '0';
  }
}

}  // namespace quern::frontend::paddle
