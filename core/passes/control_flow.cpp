#include "passes/control_flow.hpp"

#include <functional>
#include <unordered_map>
#include <utility>

#include "passes/provenance.hpp"

namespace quern::passes {
namespace {

// All bodies of a model together may be unrolled to this many nodes.
constexpr int64_t kMostNodes = 100'000;

using Renaming = std::unordered_map<std::string, std::string>;

// Calls `visit` with all names that `graph` itself defines, and `visit_inner` with those of its subgraphs.
void visit_names(const Graph& graph, const std::function<void(const std::string&)>& visit,
                 const std::function<void(const std::string&)>& visit_inner) {
  for (const ValueInfo& input : graph.inputs) visit(input.name);
  for (const auto& [name, tensor] : graph.initializers) visit(name);
  for (const Node& node : graph.nodes) {
    for (const std::string& output : node.outputs) visit(output);
    for (const Attribute& a : node.attributes)
      if (const GraphPtr* body = std::get_if<GraphPtr>(&a.value))
        visit_names(**body, visit_inner, visit_inner);
  }
}

int64_t nested_nodes(const Graph& graph) {
  auto count = int64_t(graph.nodes.size());
  for (const Node& node : graph.nodes)
    for (const Attribute& a : node.attributes)
      if (const GraphPtr* body = std::get_if<GraphPtr>(&a.value)) count += nested_nodes(**body);
  return count;
}

void rename(std::string& name, const Renaming& renaming) {
  const auto it = renaming.find(name);
  if (it != renaming.end()) name = it->second;
}

void rename_reads(Node& node, const Renaming& renaming);

// A copy of `body` that reads the renamed tensors, except where a name of its own hides them.
GraphPtr rename_captures(const Graph& body, Renaming renaming) {
  for (const ValueInfo& input : body.inputs) renaming.erase(input.name);
  for (const auto& [name, tensor] : body.initializers) renaming.erase(name);
  for (const Node& node : body.nodes)
    for (const std::string& output : node.outputs) renaming.erase(output);
  Graph copy = body;
  for (Node& node : copy.nodes) rename_reads(node, renaming);
  for (ValueInfo& output : copy.outputs) rename(output.name, renaming);
  return std::make_shared<Graph>(std::move(copy));
}

void rename_reads(Node& node, const Renaming& renaming) {
  for (std::string& input : node.inputs) rename(input, renaming);
  for (Attribute& a : node.attributes)
    if (GraphPtr* body = std::get_if<GraphPtr>(&a.value)) a.value = rename_captures(**body, renaming);
}

}  // namespace

ControlFlow::ControlFlow(Graph& graph) : graph_(graph), budget_(kMostNodes) {
  visit_names(
      graph, [&](const std::string& name) { names_.reserve(name); },
      [&](const std::string& name) { names_.avoid(name); });
}

std::optional<std::vector<Node>> ControlFlow::replace(const Node& node) {
  if (node.is("If")) return inline_if(node);
  if (node.is("Loop")) return unroll_loop(node);
  if (node.is("Scan")) return unroll_scan(node);
  return std::nullopt;
}

bool ControlFlow::take_budget(int64_t count, const Graph& body) {
  const int64_t size = nested_nodes(body) + 1;
  if (count > budget_ / size) return false;
  budget_ -= count * size;
  return true;
}

std::string ControlFlow::add_constant(const std::string& hint, Tensor tensor) {
  std::string name = names_.fresh(hint);
  tensor.name = name;
  graph_.initializers.emplace(name, std::move(tensor));
  return name;
}

std::vector<std::string> ControlFlow::copy_body(const Graph& body, const std::vector<std::string>& arguments,
                                                const Node& holder, std::vector<Node>& nodes,
                                                const std::vector<std::string>& results) {
  if (arguments.size() != body.inputs.size())
    throw InputError("the subgraph has " + std::to_string(body.inputs.size()) + " inputs, " +
                         std::to_string(arguments.size()) + " are expected",
                     holder.label());
  Renaming renaming;
  for (size_t i = 0; i < arguments.size(); ++i) renaming[body.inputs[i].name] = arguments[i];
  for (const auto& [name, tensor] : body.initializers) renaming[name] = add_constant(name, tensor);
  Renaming wanted;
  for (size_t i = 0; i < results.size() && i < body.outputs.size(); ++i)
    if (!results[i].empty()) wanted.emplace(body.outputs[i].name, results[i]);
  for (const Node& node : body.nodes)
    for (const std::string& output : node.outputs) {
      if (output.empty()) continue;
      const auto it = wanted.find(output);
      renaming[output] = it != wanted.end() ? it->second : names_.fresh(output);
    }
  for (const Node& node : body.nodes) {
    Node copy = node;
    rename_reads(copy, renaming);
    for (std::string& output : copy.outputs) rename(output, renaming);
    if (!copy.metadata.contains(kSource)) join_sources(copy, holder);
    nodes.push_back(std::move(copy));
  }
  std::vector<std::string> outputs;
  for (const ValueInfo& output : body.outputs) {
    outputs.push_back(output.name);
    rename(outputs.back(), renaming);
  }
  return outputs;
}

void ControlFlow::stack_values(const std::vector<std::string>& values, const std::string& output,
                               const Node& holder, std::vector<Node>& nodes, int64_t axis) {
  const std::string axes = add_constant(output + "_axes", Tensor::from(std::vector<int64_t>{axis}));
  Node concat("Concat", {}, {output});
  for (const std::string& value : values) {
    Node unsqueeze("Unsqueeze", {value, axes}, {names_.fresh(value + "_slice")});
    join_sources(unsqueeze, holder);
    concat.inputs.push_back(unsqueeze.outputs[0]);
    nodes.push_back(std::move(unsqueeze));
  }
  concat.set("axis", axis);
  join_sources(concat, holder);
  nodes.push_back(std::move(concat));
}

}  // namespace quern::passes
