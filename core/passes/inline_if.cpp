#include "passes/control_flow.hpp"
#include "passes/provenance.hpp"

namespace quern::passes {

std::optional<std::vector<Node>> ControlFlow::inline_if(const Node& node) {
  const Tensor* condition = node.has_input(0) ? graph_.constant(node.inputs[0]) : nullptr;
  if (!condition) return std::nullopt;
  if (condition->type != DataType::Bool || condition->count() != 1)
    throw InputError("the condition is not a single bool", node.label());
  const bool is_true = condition->values<bool>()[0];
  const Graph& branch = *node.require<GraphPtr>(is_true ? "then_branch" : "else_branch");
  if (branch.outputs.size() != node.outputs.size())
    throw InputError("a branch has another number of outputs than the node", node.label());
  if (!take_budget(1, branch)) return std::nullopt;

  std::vector<Node> nodes;
  const std::vector<std::string> made = copy_body(branch, {}, node, nodes, node.outputs);
  for (size_t i = 0; i < made.size(); ++i) {
    if (node.outputs[i].empty() || made[i] == node.outputs[i]) continue;
    Node& copy = nodes.emplace_back("Identity", std::vector{made[i]}, std::vector{node.outputs[i]});
    join_sources(copy, node);
  }
  return nodes;
}

}  // namespace quern::passes
