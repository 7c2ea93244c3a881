// Who makes and who reads each tensor of a graph.
#pragma once

#include <unordered_map>
#include <vector>

#include <quern/graph/graph.hpp>

namespace quern {

// Node numbers refer to graph.nodes at the time of construction: rebuild after changing the node list.
// Readers inside subgraphs (If, Loop, Scan) count as readers through the node that holds the subgraph.
class GraphIndex {
 public:
  explicit GraphIndex(const Graph& graph) : graph_(&graph) {
    for (size_t i = 0; i < graph.nodes.size(); ++i) {
      const Node& node = graph.nodes[i];
      for (const std::string& out : node.outputs)
        if (!out.empty()) producer_[out] = i;
      for (const std::string& in : node.inputs)
        if (!in.empty()) consumers_[in].push_back(i);
      for (const Attribute& a : node.attributes)
        if (const GraphPtr* body = std::get_if<GraphPtr>(&a.value)) add_captures(**body, i);
    }
  }

  // The node that makes `tensor`, or null for graph inputs and initializers.
  [[nodiscard]] const Node* producer(const std::string& tensor) const {
    const auto it = producer_.find(tensor);
    return it == producer_.end() ? nullptr : &graph_->nodes[it->second];
  }
  [[nodiscard]] std::optional<size_t> producer_number(const std::string& tensor) const {
    const auto it = producer_.find(tensor);
    return it == producer_.end() ? std::nullopt : std::optional<size_t>(it->second);
  }
  // Numbers of the nodes that read `tensor`; a node that reads it twice stands twice.
  [[nodiscard]] const std::vector<size_t>& consumers(const std::string& tensor) const {
    static const std::vector<size_t> none;
    const auto it = consumers_.find(tensor);
    return it == consumers_.end() ? none : it->second;
  }
  // The one node that reads `tensor`, or null where there are none, several, or it is a graph output.
  [[nodiscard]] const Node* only_consumer(const std::string& tensor) const {
    const std::vector<size_t>& users = consumers(tensor);
    return users.size() == 1 && !graph_->is_output(tensor) ? &graph_->nodes[users[0]] : nullptr;
  }

 private:
  void add_captures(const Graph& body, size_t node) {
    for (const Node& n : body.nodes) {
      for (const std::string& in : n.inputs)
        if (!in.empty()) consumers_[in].push_back(node);
      for (const Attribute& a : n.attributes)
        if (const GraphPtr* inner = std::get_if<GraphPtr>(&a.value)) add_captures(**inner, node);
    }
    for (const ValueInfo& out : body.outputs) consumers_[out.name].push_back(node);
  }

  const Graph* graph_;
  std::unordered_map<std::string, size_t> producer_;
  std::unordered_map<std::string, std::vector<size_t>> consumers_;
};

}  // namespace quern
