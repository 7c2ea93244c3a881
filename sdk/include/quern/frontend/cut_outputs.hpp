// Ending a graph at chosen tensors, and dropping what no output needs.
#pragma once

#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include <quern/frontend/captures.hpp>
#include <quern/frontend/names.hpp>
#include <quern/graph/index.hpp>

namespace quern::frontend {

namespace detail {

inline InputError unknown_output(const Graph& graph, const std::string& wanted) {
  std::vector<std::string> tensors;
  for (const Node& node : graph.nodes) {
    for (const std::string& output : node.outputs)
      if (!output.empty()) tensors.push_back(output);
    if (node.name == wanted && !node.outputs.empty())
      return InputError("\"" + wanted + "\" is the name of a layer, not of a tensor", wanted,
                        "It makes " + quoted_list(node.outputs) + ".");
  }
  return InputError("the model has no tensor \"" + wanted + "\" to end at", wanted,
                    "The nearest names are " + quoted_list(nearest_names(wanted, tensors, 3)) + ".");
}

}  // namespace detail

// Removes nodes and initializers that no output needs. The inputs of the graph stay.
inline void remove_unreachable(Graph& graph) {
  const GraphIndex index(graph);
  std::vector<bool> needed(graph.nodes.size(), false);
  std::unordered_set<std::string> read;
  std::vector<std::string> open;
  for (const ValueInfo& v : graph.outputs) open.push_back(v.name);
  while (!open.empty()) {
    const std::string tensor = std::move(open.back());
    open.pop_back();
    if (!read.insert(tensor).second) continue;
    const std::optional<size_t> number = index.producer_number(tensor);
    if (!number || needed[*number]) continue;
    needed[*number] = true;
    for (const std::string& name : tensors_read_by(graph.nodes[*number])) open.push_back(name);
  }
  size_t number = 0;
  std::erase_if(graph.nodes, [&](const Node&) { return !needed[number++]; });
  std::erase_if(graph.initializers, [&](const auto& item) { return !read.contains(item.first); });
}

// Ends `graph` at the named tensors, in that order; inputs that are no longer needed go too. No names: the
// outputs stay as they are. Throws InputError where no node makes a tensor.
inline void cut_outputs(Graph& graph, const std::vector<std::string>& outputs) {
  if (outputs.empty()) return;
  std::vector<ValueInfo> chosen;
  for (const std::string& name : outputs) {
    const auto makes = [&](const Node& n) {
      return std::count(n.outputs.begin(), n.outputs.end(), name) > 0;
    };
    if (name.empty() || std::none_of(graph.nodes.begin(), graph.nodes.end(), makes))
      throw detail::unknown_output(graph, name);
    const ValueInfo* known = graph.value(name);
    ValueInfo output = known ? *known : ValueInfo();
    output.name = name;
    const auto same = [&](const ValueInfo& v) { return v.name == name; };
    if (std::none_of(chosen.begin(), chosen.end(), same)) chosen.push_back(std::move(output));
  }
  graph.outputs = std::move(chosen);
  remove_unreachable(graph);
  const GraphIndex index(graph);
  std::erase_if(graph.inputs, [&](const ValueInfo& v) { return index.consumers(v.name).empty(); });
}

}  // namespace quern::frontend
