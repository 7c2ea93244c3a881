#include "graph/validate.hpp"

#include <functional>
#include <queue>
#include <unordered_map>
#include <unordered_set>

#include <quern/frontend/captures.hpp>

namespace quern::frontend::onnx {
namespace {

constexpr const char* kDamaged = "The file is damaged, or its exporter has a bug: export the model again.";

// The names that one graph defines, and those of the graphs around it.
struct Definitions {
  std::unordered_set<std::string> given;            // inputs and initializers
  std::unordered_map<std::string, size_t> made_by;  // node outputs
  const Definitions* outer = nullptr;

  [[nodiscard]] bool here(const std::string& name) const {
    return given.contains(name) || made_by.contains(name);
  }
  [[nodiscard]] bool visible(const std::string& name) const {
    for (const Definitions* d = this; d; d = d->outer)
      if (d->here(name)) return true;
    return false;
  }
};

Definitions define(const Graph& graph, const Definitions* outer) {
  Definitions defs;
  defs.outer = outer;
  for (const ValueInfo& v : graph.inputs) {
    if (v.name.empty())
      throw InputError("an input of graph \"" + graph.name + "\" has no name", "", kDamaged);
    if (!defs.given.insert(v.name).second)
      throw InputError("two inputs are called \"" + v.name + "\"", v.name, kDamaged);
  }
  for (const auto& [name, tensor] : graph.initializers) defs.given.insert(name);
  for (size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    if (node.op_type.empty()) throw InputError("a node has no operator type", node.label(), kDamaged);
    for (const std::string& name : node.outputs) {
      if (name.empty()) continue;
      if (defs.given.contains(name) || !defs.made_by.emplace(name, i).second)
        throw InputError("tensor \"" + name + "\" is made twice", node.label(), kDamaged);
    }
  }
  return defs;
}

void check_outputs(const Graph& graph, const Definitions& defs) {
  if (graph.outputs.empty() && !defs.outer)
    throw InputError("the graph has no outputs", graph.name, kDamaged);
  std::unordered_set<std::string> seen;
  for (const ValueInfo& v : graph.outputs) {
    if (!defs.visible(v.name))
      throw InputError("output \"" + v.name + "\" of graph \"" + graph.name + "\" is made by nothing", v.name,
                       kDamaged);
    if (!defs.outer && !seen.insert(v.name).second)
      throw InputError("two outputs are called \"" + v.name + "\"", v.name, kDamaged);
  }
}

// Kahn's algorithm; among the nodes that are ready, the one that stood first goes first.
void sort_nodes(Graph& graph, const Definitions& defs) {
  const size_t count = graph.nodes.size();
  std::vector<std::vector<size_t>> users(count);
  std::vector<size_t> missing(count, 0);
  for (size_t i = 0; i < count; ++i)
    for (const std::string& name : tensors_read_by(graph.nodes[i])) {
      const auto producer = defs.made_by.find(name);
      if (producer == defs.made_by.end()) {
        if (!defs.visible(name))
          throw InputError("tensor \"" + name + "\" is used but nothing makes it", graph.nodes[i].label(),
                           kDamaged);
        continue;
      }
      users[producer->second].push_back(i);
      ++missing[i];
    }
  std::priority_queue<size_t, std::vector<size_t>, std::greater<>> ready;
  for (size_t i = 0; i < count; ++i)
    if (missing[i] == 0) ready.push(i);
  std::vector<Node> sorted;
  sorted.reserve(count);
  while (!ready.empty()) {
    const size_t i = ready.top();
    ready.pop();
    sorted.push_back(std::move(graph.nodes[i]));
    for (const size_t user : users[i])
      if (--missing[user] == 0) ready.push(user);
  }
  if (sorted.size() != count) {
    size_t stuck = 0;
    while (missing[stuck] == 0) ++stuck;
    throw InputError("the graph has a cycle: this node depends on its own output", graph.nodes[stuck].label(),
                     kDamaged);
  }
  graph.nodes = std::move(sorted);
}

void validate_inside(Graph& graph, const Definitions* outer) {
  const Definitions defs = define(graph, outer);
  check_outputs(graph, defs);
  sort_nodes(graph, defs);
  for (Node& node : graph.nodes) change_subgraphs(node, [&](Graph& body) { validate_inside(body, &defs); });
}

}  // namespace

void validate(Graph& graph) { validate_inside(graph, nullptr); }

}  // namespace quern::frontend::onnx
