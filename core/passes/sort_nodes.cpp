#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "passes/passes.hpp"

namespace quern::passes {
namespace {

// Appends the names that a subgraph takes from the graphs around it.
void collect_captures(const Graph& body, std::vector<std::string>& captures) {
  std::unordered_set<std::string> own;
  for (const ValueInfo& input : body.inputs) own.insert(input.name);
  for (const auto& [name, tensor] : body.initializers) own.insert(name);
  for (const Node& node : body.nodes) own.insert(node.outputs.begin(), node.outputs.end());
  std::vector<std::string> mentioned;
  for (const Node& node : body.nodes) {
    mentioned.insert(mentioned.end(), node.inputs.begin(), node.inputs.end());
    for (const Attribute& a : node.attributes)
      if (const GraphPtr* inner = std::get_if<GraphPtr>(&a.value)) collect_captures(**inner, mentioned);
  }
  for (const ValueInfo& output : body.outputs) mentioned.push_back(output.name);
  for (const std::string& name : mentioned)
    if (!name.empty() && !own.contains(name)) captures.push_back(name);
}

std::vector<std::string> needed_tensors(const Node& node) {
  std::vector<std::string> needed;
  for (const std::string& input : node.inputs)
    if (!input.empty()) needed.push_back(input);
  for (const Attribute& a : node.attributes)
    if (const GraphPtr* body = std::get_if<GraphPtr>(&a.value)) collect_captures(**body, needed);
  return needed;
}

// Depth-first search that keeps its own stack, because graphs may be deeper than the call stack.
class Sorter {
 public:
  explicit Sorter(const Graph& graph) : graph_(graph), state_(graph.nodes.size(), State::New) {
    for (const ValueInfo& input : graph.inputs) given_.insert(input.name);
    for (size_t i = 0; i < graph.nodes.size(); ++i)
      for (const std::string& out : graph.nodes[i].outputs) {
        if (out.empty()) continue;
        const bool is_new = makers_.emplace(out, i).second;
        if (!is_new || given_.contains(out) || graph.initializers.contains(out))
          throw InputError("tensor \"" + out + "\" is made twice", graph.nodes[i].label());
      }
  }

  std::vector<size_t> sort() {
    for (size_t i = 0; i < graph_.nodes.size(); ++i)
      if (state_[i] == State::New) visit(i);
    for (const ValueInfo& output : graph_.outputs)
      if (!makers_.contains(output.name) && !given_.contains(output.name) &&
          !graph_.initializers.contains(output.name))
        throw InputError("output \"" + output.name + "\" is declared but nothing makes it", graph_.name);
    return std::move(order_);
  }

 private:
  enum class State : char { New, Open, Done };
  struct Frame {
    size_t node;
    std::vector<std::string> needed;
    size_t next = 0;
  };

  void visit(size_t root) {
    std::vector<Frame> stack;
    const auto open = [&](size_t node) {
      state_[node] = State::Open;
      stack.push_back({node, needed_tensors(graph_.nodes[node])});
    };
    open(root);
    while (!stack.empty()) {
      Frame& top = stack.back();
      if (top.next == top.needed.size()) {
        state_[top.node] = State::Done;
        order_.push_back(top.node);
        stack.pop_back();
        continue;
      }
      const std::string tensor = top.needed[top.next++];
      const auto maker = makers_.find(tensor);
      if (maker == makers_.end()) {
        if (!given_.contains(tensor) && !graph_.initializers.contains(tensor))
          throw InputError("tensor \"" + tensor + "\" is used but nothing makes it",
                           graph_.nodes[top.node].label());
      } else if (state_[maker->second] == State::Open) {
        throw InputError("the graph has a cycle through tensor \"" + tensor + "\"",
                         graph_.nodes[maker->second].label());
      } else if (state_[maker->second] == State::New) {
        open(maker->second);
      }
    }
  }

  const Graph& graph_;
  std::vector<State> state_;
  std::unordered_set<std::string> given_;
  std::unordered_map<std::string, size_t> makers_;
  std::vector<size_t> order_;
};

}  // namespace

bool sort_nodes(Graph& graph) {
  const std::vector<size_t> order = Sorter(graph).sort();
  if (std::is_sorted(order.begin(), order.end())) return false;
  std::vector<Node> sorted;
  sorted.reserve(order.size());
  for (const size_t i : order) sorted.push_back(std::move(graph.nodes[i]));
  graph.nodes = std::move(sorted);
  return true;
}

}  // namespace quern::passes
