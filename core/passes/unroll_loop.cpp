#include "passes/control_flow.hpp"
#include "passes/provenance.hpp"

namespace quern::passes {
namespace {

std::optional<bool> as_bool(const Tensor* tensor) {
  if (!tensor || tensor->type != DataType::Bool || tensor->count() != 1) return std::nullopt;
  return tensor->values<bool>()[0];
}

// Whether the body always says "go on": it hands its condition through, or a constant.
bool never_stops(const Graph& body, const Graph& outer) {
  std::string name = body.outputs[0].name;
  for (size_t steps = 0; steps <= body.nodes.size(); ++steps) {
    if (name == body.inputs[1].name) return true;
    if (as_bool(body.constant(name)).value_or(false)) return true;
    const Node* maker = nullptr;
    for (const Node& node : body.nodes)
      if (node.has_output(0) && node.outputs[0] == name) maker = &node;
    if (!maker) return as_bool(outer.constant(name)).value_or(false);
    if (maker->is("Constant") && maker->has("value"))
      return as_bool(&maker->require<Tensor>("value")).value_or(false);
    if (!maker->is("Identity") || !maker->has_input(0)) return false;
    name = maker->inputs[0];
  }
  return false;
}

}  // namespace

std::optional<std::vector<Node>> ControlFlow::unroll_loop(const Node& node) {
  const Graph& body = *node.require<GraphPtr>("body");
  if (node.inputs.size() < 2 || body.inputs.size() != node.inputs.size() || body.outputs.empty() ||
      body.outputs.size() - 1 != node.outputs.size() || body.inputs.size() - 1 > body.outputs.size())
    throw InputError("the numbers of inputs and outputs of the loop and its body do not agree", node.label());
  const size_t carried = node.inputs.size() - 2;

  const Tensor* trips = node.has_input(0) ? graph_.constant(node.inputs[0]) : nullptr;
  if (!trips || trips->count() != 1) return std::nullopt;
  int64_t count = std::max<int64_t>(0, trips->to_int64()[0]);
  if (node.has_input(1)) {
    const std::optional<bool> condition = as_bool(graph_.constant(node.inputs[1]));
    if (!condition) return std::nullopt;
    if (!*condition) count = 0;
  }
  const bool has_stacked_outputs = node.outputs.size() > carried;
  if (count == 0 && has_stacked_outputs) return std::nullopt;
  if (count > 0 && (!never_stops(body, graph_) || !take_budget(count, body))) return std::nullopt;

  std::vector<Node> nodes;
  const std::string go_on = add_constant(node.name + "_condition", Tensor::scalar(true));
  std::vector<std::string> state(node.inputs.begin() + 2, node.inputs.end());
  std::vector<std::vector<std::string>> stacked(node.outputs.size() - carried);
  for (int64_t i = 0; i < count; ++i) {
    std::vector<std::string> arguments = {add_constant(node.name + "_iteration", Tensor::scalar(i)), go_on};
    arguments.insert(arguments.end(), state.begin(), state.end());
    const std::vector<std::string> made = copy_body(body, arguments, node, nodes);
    state.assign(made.begin() + 1, made.begin() + 1 + std::ptrdiff_t(carried));
    for (size_t k = 0; k < stacked.size(); ++k) stacked[k].push_back(made[1 + carried + k]);
  }
  for (size_t k = 0; k < node.outputs.size(); ++k) {
    if (node.outputs[k].empty()) continue;
    if (k >= carried) {
      stack_values(stacked[k - carried], node.outputs[k], node, nodes);
    } else {
      Node& copy = nodes.emplace_back("Identity", std::vector{state[k]}, std::vector{node.outputs[k]});
      join_sources(copy, node);
    }
  }
  return nodes;
}

}  // namespace quern::passes
