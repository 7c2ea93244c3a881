#include <unordered_set>
#include <utility>

#include "passes/passes.hpp"

namespace quern::passes {
namespace {

// Marks every name that the node or one of its subgraphs mentions.
void mark_reads(const Node& node, std::unordered_set<std::string>& live) {
  live.insert(node.inputs.begin(), node.inputs.end());
  for (const Attribute& a : node.attributes) {
    const GraphPtr* body = std::get_if<GraphPtr>(&a.value);
    if (!body) continue;
    for (const Node& inner : (*body)->nodes) mark_reads(inner, live);
    for (const ValueInfo& output : (*body)->outputs) live.insert(output.name);
  }
}

}  // namespace

bool remove_dead_nodes(Graph& graph) {
  std::unordered_set<std::string> live;
  for (const ValueInfo& output : graph.outputs) live.insert(output.name);
  std::vector<bool> keep(graph.nodes.size());
  for (size_t i = graph.nodes.size(); i-- > 0;) {
    for (const std::string& output : graph.nodes[i].outputs) keep[i] = keep[i] || live.contains(output);
    if (keep[i]) mark_reads(graph.nodes[i], live);
  }

  const size_t before = graph.nodes.size() + graph.initializers.size() + graph.values.size();
  std::vector<Node> kept;
  std::unordered_set<std::string> tensors;
  for (const ValueInfo& input : graph.inputs) tensors.insert(input.name);
  for (size_t i = 0; i < graph.nodes.size(); ++i) {
    if (!keep[i]) continue;
    tensors.insert(graph.nodes[i].outputs.begin(), graph.nodes[i].outputs.end());
    kept.push_back(std::move(graph.nodes[i]));
  }
  for (const ValueInfo& output : graph.outputs) tensors.insert(output.name);
  graph.nodes = std::move(kept);
  std::erase_if(graph.initializers, [&](const auto& item) { return !live.contains(item.first); });
  std::erase_if(graph.values, [&](const auto& item) { return !tensors.contains(item.first); });
  return graph.nodes.size() + graph.initializers.size() + graph.values.size() != before;
}

}  // namespace quern::passes
