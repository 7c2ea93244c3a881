// What a node reads, its subgraphs included, and changing subgraphs in place.
#pragma once

#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include <quern/graph/graph.hpp>

namespace quern::frontend {

namespace detail {

// Appends the names that `graph` reads but does not define.
inline void append_captures(const Graph& graph, std::vector<std::string>& names) {
  std::unordered_set<std::string> defined;
  for (const ValueInfo& v : graph.inputs) defined.insert(v.name);
  for (const auto& [name, tensor] : graph.initializers) defined.insert(name);
  std::vector<std::string> read;
  for (const Node& node : graph.nodes) {
    defined.insert(node.outputs.begin(), node.outputs.end());
    for (const std::string& name : node.inputs)
      if (!name.empty()) read.push_back(name);
    for (const Attribute& a : node.attributes)
      if (const GraphPtr* body = std::get_if<GraphPtr>(&a.value)) append_captures(**body, read);
  }
  for (const ValueInfo& v : graph.outputs) read.push_back(v.name);
  for (std::string& name : read)
    if (!defined.contains(name)) names.push_back(std::move(name));
}

}  // namespace detail

// The names of all tensors a node reads: its inputs, and what its subgraphs take from around them.
inline std::vector<std::string> tensors_read_by(const Node& node) {
  std::vector<std::string> names;
  for (const std::string& name : node.inputs)
    if (!name.empty()) names.push_back(name);
  for (const Attribute& a : node.attributes)
    if (const GraphPtr* body = std::get_if<GraphPtr>(&a.value)) detail::append_captures(**body, names);
  return names;
}

// Calls change(Graph&) on a copy of each subgraph of `node` and puts the copy in its place.
template <class Change>
void change_subgraphs(Node& node, Change&& change) {
  for (Attribute& a : node.attributes)
    if (GraphPtr* body = std::get_if<GraphPtr>(&a.value)) {
      auto copy = std::make_shared<Graph>(**body);
      change(*copy);
      *body = std::move(copy);
    }
}

}  // namespace quern::frontend
