#include "graph/inline_functions.hpp"

#include <algorithm>
#include <unordered_map>

#include <quern/frontend/names.hpp>

#include "graph/node_outputs.hpp"

namespace quern::frontend::tensorflow {
namespace {

constexpr int kDeepest = 64;            // of calls in calls
constexpr size_t kMostNodes = 250'000;  // after inlining, and calls
constexpr int kLongestChain = 1000;     // of calls that return what calls returned

bool is_call(const Node& node) {
  return node.op == "PartitionedCall" || node.op == "StatefulPartitionedCall";
}
bool is_if(const Node& node) { return node.op == "If" || node.op == "StatelessIf"; }

Node make_node(std::string name, std::string op, std::vector<std::string> inputs) {
  Node node;
  node.name = std::move(name);
  node.op = std::move(op);
  node.inputs = std::move(inputs);
  return node;
}

class Inliner {
 public:
  explicit Inliner(SourceGraph& graph) : graph_(graph) {
    for (const Node& node : graph.nodes) names_.take(node.name);
  }

  void run() {
    std::vector<Node> nodes = std::move(graph_.nodes);
    graph_.nodes.clear();
    for (Node& node : nodes) add(std::move(node), 0);
    shorten_chains();
    for (Node& node : graph_.nodes)
      for (std::string& input : node.inputs) input = current_name(graph_, input);
  }

 private:
  // Appends a node whose inputs are tensors of the outermost graph.
  void add(Node node, int depth) {
    if (depth > kDeepest) throw InputError("functions call each other without end", node.name);
    if (is_if(node)) {
      add_if(node, depth);
    } else if (const Function* body = called(node)) {
      add_results(node, add_body(*body, node.name, node.inputs, {}, depth));
    } else {
      check_size(graph_.nodes.size(), node.name);
      graph_.nodes.push_back(std::move(node));
    }
  }

  // What calls returned of what calls returned: every name leads to its tensor in one step.
  void shorten_chains() {
    for (auto& [from, to] : graph_.renamed) {
      std::vector<std::string*> path = {&to};
      for (auto next = graph_.renamed.find(to); next != graph_.renamed.end();
           next = graph_.renamed.find(next->second)) {
        if (path.size() > graph_.renamed.size())
          throw InputError("calls return each other's results in a circle", from);
        path.push_back(&next->second);
      }
      const std::string last = *path.back();
      for (std::string* name : path) *name = last;
    }
  }

  static void check_size(size_t size, const std::string& where) {
    if (size >= kMostNodes)
      throw InputError("the graph has more than " + std::to_string(kMostNodes) +
                           " nodes or calls when its functions are inlined",
                       where);
  }

  const Function& function(const std::string& name, const Node& caller) const {
    const auto it = graph_.functions.find(name);
    if (it == graph_.functions.end())
      throw InputError("the function \"" + name + "\" is called but not there", caller.name);
    return it->second;
  }

  [[nodiscard]] const Function* called(const Node& node) const {
    if (is_call(node)) {
      const auto* name = node.find<FunctionName>("f");
      if (!name) throw InputError("a call does not say what it calls", node.name);
      return &function(name->name, node);
    }
    const auto it = graph_.functions.find(node.op);
    return it == graph_.functions.end() ? nullptr : &it->second;
  }

  // Results of a call: NODE, NODE:1, ... are now these tensors.
  void add_results(const Node& call, const std::vector<std::string>& results) {
    for (size_t i = 0; i < results.size(); ++i)
      graph_.renamed.insert_or_assign(tensor_name(call.name, i), results[i]);
  }

  // Appends the nodes of a body; returns the tensors it returns. Nodes without inputs wait for `control`.
  std::vector<std::string> add_body(const Function& body, const std::string& caller,
                                    const std::vector<std::string>& arguments, const std::string& control,
                                    int depth) {
    if (arguments.size() < body.arguments.size())
      throw InputError("the function \"" + body.name + "\" is called with " +
                           std::to_string(arguments.size()) + " arguments instead of " +
                           std::to_string(body.arguments.size()),
                       caller);
    check_size(calls_++, caller);
    Scope scope;
    for (size_t i = 0; i < body.arguments.size(); ++i) scope.arguments[body.arguments[i]] = arguments[i];
    for (const Node& node : body.nodes) {
      std::string name = names_.take(node.name) ? node.name : names_.fresh(caller + "/" + node.name);
      scope.nodes.insert_or_assign(node.name, std::pair(&node, std::move(name)));
    }
    for (const Node& original : body.nodes) {
      Node node = original;
      node.name = scope.nodes.at(original.name).second;
      for (std::string& input : node.inputs) input = resolve(input, scope, body.name);
      for (std::string& name : node.controls)
        if (const auto it = scope.nodes.find(name); it != scope.nodes.end()) name = it->second.second;
      if (node.inputs.empty() && !control.empty()) node.controls.push_back(control);
      add(std::move(node), depth + 1);
    }
    std::vector<std::string> results;
    for (const std::string& result : body.results) {
      const auto it = body.returned.find(result);
      if (it == body.returned.end())
        throw InputError("the function \"" + body.name + "\" does not return \"" + result + "\"", caller);
      results.push_back(resolve(it->second, scope, body.name));
    }
    return results;
  }

  // If(condition, arguments): both branches get the arguments through Switch nodes, Merge nodes join them.
  void add_if(const Node& node, int depth) {
    const auto* then_name = node.find<FunctionName>("then_branch");
    const auto* else_name = node.find<FunctionName>("else_branch");
    if (!then_name || !else_name || node.inputs.empty())
      throw InputError("an If has no condition or no branches", node.name);
    const std::string& condition = node.inputs[0];
    std::vector<std::string> taken[2];  // arguments of the else and of the then branch
    for (size_t i = 1; i < node.inputs.size(); ++i) {
      const std::string name = names_.fresh(node.name + "/switch");
      add(make_node(name, "Switch", {node.inputs[i], condition}), depth + 1);
      for (size_t branch : {0, 1}) taken[branch].push_back(tensor_name(name, branch));
    }
    std::vector<std::string> results[2];
    const std::string pivot = names_.fresh(node.name + "/pivot");
    add(make_node(pivot, "Switch", {condition, condition}), depth + 1);
    for (size_t branch : {0, 1}) {
      const std::string alive = names_.fresh(node.name + (branch ? "/then" : "/else"));
      add(make_node(alive, "Identity", {tensor_name(pivot, branch)}), depth + 1);
      results[branch] = add_body(function((branch ? then_name : else_name)->name, node), node.name,
                                 taken[branch], alive, depth);
    }
    if (results[0].size() != results[1].size())
      throw InputError("the branches of an If return different numbers of tensors", node.name);
    for (size_t i = 0; i < results[0].size(); ++i) {
      const std::string name = names_.fresh(node.name + "/merge");
      add(make_node(name, "Merge", {results[0][i], results[1][i]}), depth + 1);
      graph_.renamed.insert_or_assign(tensor_name(node.name, i), name);
    }
  }

  struct Scope {
    std::unordered_map<std::string, std::string> arguments;
    std::unordered_map<std::string, std::pair<const Node*, std::string>> nodes;
  };

  // "ARGUMENT", "NODE:OUTPUT:k" or "NODE:k" to a tensor of the outermost graph.
  static std::string resolve(const std::string& text, const Scope& scope, const std::string& function) {
    if (const auto it = scope.arguments.find(text); it != scope.arguments.end()) return it->second;
    const size_t first = text.find(':'), last = text.rfind(':');
    const std::string node = text.substr(0, first);
    if (const auto it = scope.nodes.find(node); it != scope.nodes.end()) {
      const auto& [original, name] = it->second;
      const size_t k = parse_tensor_name(text).output;
      const bool is_named = first != last;
      const std::string output = is_named ? text.substr(first + 1, last - first - 1) : "";
      return tensor_name(name, is_named ? output_number(original->op, output, k) : k);
    }
    if (const auto it = scope.arguments.find(node); it != scope.arguments.end()) return it->second;
    throw InputError("\"" + text + "\" is read in the function \"" + function + "\" but nothing makes it");
  }

  SourceGraph& graph_;
  Names names_;
  size_t calls_ = 0;
};

}  // namespace

std::string current_name(const SourceGraph& graph, const std::string& name) {
  std::string current = name;
  for (int i = 0; i < kLongestChain; ++i) {
    const auto it = graph.renamed.find(current);
    if (it == graph.renamed.end()) return current;
    current = it->second;
  }
  throw InputError("calls return each other's results in a circle", name);
}

void name_inputs_by_signature(SourceGraph& graph) {
  std::unordered_map<std::string, Node*> nodes;
  for (Node& node : graph.nodes) nodes.emplace(node.name, &node);
  for (const Port& port : graph.inputs) {
    const auto node = nodes.find(port.tensor);
    if (node == nodes.end() || !nodes.emplace(port.key, node->second).second) continue;
    graph.renamed.insert_or_assign(port.tensor, port.key);
    node->second->name = port.key;
  }
}

void inline_functions(SourceGraph& graph) { Inliner(graph).run(); }

}  // namespace quern::frontend::tensorflow
