// A graph while passes change it: who makes and who reads each tensor stays known after every change.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <quern/graph/graph.hpp>

namespace quern::passes {

// Takes the nodes out of the graph and gives them back in finish(). Nodes never move in memory while the
// editor holds them, so a `const Node*` identifies a node; all changes go through the functions below.
class Editor {
 public:
  explicit Editor(Graph& graph);
  Editor(const Editor&) = delete;
  Editor& operator=(const Editor&) = delete;
  // Puts the surviving nodes back, in topological order.
  void finish();

  [[nodiscard]] const Graph& graph() const { return graph_; }
  // Nodes by number, removed ones (is_removed) included; added nodes stand at the end.
  [[nodiscard]] size_t node_count() const { return nodes_.size(); }
  [[nodiscard]] const Node& node(size_t i) const { return nodes_[i]; }
  [[nodiscard]] static bool is_removed(const Node& node) { return node.op_type.empty(); }

  [[nodiscard]] const Tensor* constant(const std::string& tensor) const { return graph_.constant(tensor); }
  // The node that makes `tensor`, or null for graph inputs and initializers.
  [[nodiscard]] const Node* producer(const std::string& tensor) const;
  // As above, and only where the operator is `op` of the ONNX domain.
  [[nodiscard]] const Node* producer(const std::string& tensor, std::string_view op) const;
  // The readers of `tensor`; a node that reads it twice stands twice.
  [[nodiscard]] const std::vector<Node*>& consumers(const std::string& tensor) const;
  // Whether exactly one place in the graph reads `tensor` and its name may vanish.
  [[nodiscard]] bool has_one_use(const std::string& tensor) const;
  // Graph outputs and tensors that a subgraph reads: their names must stay.
  [[nodiscard]] bool is_pinned(const std::string& tensor) const { return pinned_.contains(tensor); }
  // The shape of a tensor if it is known and static, else null.
  [[nodiscard]] const Shape* static_shape(const std::string& tensor) const;

  // Puts `replacement` in the place of `node`. Nodes that nobody reads any more go away; their sources and
  // the names of their tensors are noted in the replacement ("quern.source", "quern.folded").
  void rewrite(const Node& node, Node replacement);
  // Removes a node whose first output equals its first input. False where both names must stay.
  bool bypass(const Node& node);
  // Adds a node that rewrite()s in the same step will read. Its output must be a new name.
  void add(Node node);
  // A name for a new tensor, derived from `hint`.
  [[nodiscard]] std::string new_name(const std::string& hint) const;
  std::string add_constant(const std::string& hint, Tensor tensor);
  // Changes the value of the constant input `i` of `node`, which keeps its name unless others read it too.
  // Returns the name under which `replacement.inputs[i]` finds the new value.
  std::string update_constant(const Node& node, size_t i, Tensor tensor);
  void set_value(const std::string& tensor, DataType type, const Shape& shape);

 private:
  void link(Node& node);
  void unlink(Node& node);
  void unlink_input(Node& node, const std::string& tensor);
  std::vector<Node> remove_unread(std::vector<std::string> tensors);
  void redirect(const std::string& from, const std::string& to);

  Graph& graph_;
  std::deque<Node> nodes_;
  std::unordered_map<std::string, Node*> producers_;
  std::unordered_map<std::string, std::vector<Node*>> consumers_;
  std::unordered_set<std::string> pinned_;
  bool added_ = false;
};

// A node with the outputs, the name and the sources of `old`.
Node successor(const Node& old, const std::string& op_type, std::vector<std::string> inputs,
               const std::string& domain = {});

// Offers every node of the graph, in topological order, to `rule` until it returns false for it. Returns
// whether the rule changed anything.
bool rewrite_nodes(Graph& graph, const std::function<bool(Editor&, const Node&)>& rule);

}  // namespace quern::passes
