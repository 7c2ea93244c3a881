#include <algorithm>

#include "passes/control_flow.hpp"
#include "passes/provenance.hpp"

namespace quern::passes {
namespace {

// Element `i` of a list attribute of Scan, which may be left out or too short.
int64_t element_or_zero(const std::vector<int64_t>& list, size_t i) { return i < list.size() ? list[i] : 0; }

}  // namespace

std::optional<std::vector<Node>> ControlFlow::unroll_scan(const Node& node) {
  const Graph& body = *node.require<GraphPtr>("body");
  const int64_t scanned_inputs = node.require<int64_t>("num_scan_inputs");
  if (scanned_inputs < 1 || scanned_inputs > int64_t(node.inputs.size()) ||
      body.inputs.size() != node.inputs.size() || body.outputs.size() != node.outputs.size())
    throw InputError("the numbers of inputs and outputs of the scan and its body do not agree", node.label());
  const size_t states = node.inputs.size() - size_t(scanned_inputs);
  if (states > node.outputs.size()) throw InputError("the scan has too few outputs", node.label());
  const auto input_axes = node.get_ints("scan_input_axes"), output_axes = node.get_ints("scan_output_axes");
  const auto backwards = node.get_ints("scan_input_directions");
  const auto output_backwards = node.get_ints("scan_output_directions");

  std::optional<int64_t> length;
  std::vector<int64_t> axes;
  for (size_t k = states; k < node.inputs.size(); ++k) {
    const Tensor* constant = graph_.constant(node.inputs[k]);
    const ValueInfo* value = graph_.value(node.inputs[k]);
    if (!constant && (!value || !value->shape)) return std::nullopt;
    const Shape& shape = constant ? constant->dims : *value->shape;
    int64_t axis = element_or_zero(input_axes, k - states);
    if (axis < 0) axis += int64_t(shape.size());
    if (axis < 0 || axis >= int64_t(shape.size()))
      throw InputError("an axis of the scan is out of range", node.label());
    if (shape[size_t(axis)] < 0) return std::nullopt;
    if (length && *length != shape[size_t(axis)])
      throw InputError("the inputs of the scan differ in length", node.label());
    length = shape[size_t(axis)];
    axes.push_back(axis);
  }
  if (*length == 0 || !take_budget(*length * (scanned_inputs + 1), body)) return std::nullopt;

  std::vector<Node> nodes;
  std::vector<std::string> state(node.inputs.begin(), node.inputs.begin() + std::ptrdiff_t(states));
  std::vector<std::vector<std::string>> stacked(node.outputs.size() - states);
  for (int64_t i = 0; i < *length; ++i) {
    std::vector<std::string> arguments = state;
    for (size_t k = 0; k < axes.size(); ++k) {
      const int64_t at = element_or_zero(backwards, k) == 1 ? *length - 1 - i : i;
      const std::string index = add_constant(node.name + "_index", Tensor::scalar(at));
      const std::string& source = node.inputs[states + k];
      Node& slice = nodes.emplace_back("Gather", std::vector{source, index},
                                       std::vector{names_.fresh(source + "_slice")});
      slice.set("axis", axes[k]);
      join_sources(slice, node);
      arguments.push_back(slice.outputs[0]);
    }
    const std::vector<std::string> made = copy_body(body, arguments, node, nodes);
    state.assign(made.begin(), made.begin() + std::ptrdiff_t(states));
    for (size_t k = 0; k < stacked.size(); ++k) stacked[k].push_back(made[states + k]);
  }
  for (size_t k = 0; k < node.outputs.size(); ++k) {
    if (node.outputs[k].empty()) continue;
    if (k < states) {
      Node& copy = nodes.emplace_back("Identity", std::vector{state[k]}, std::vector{node.outputs[k]});
      join_sources(copy, node);
      continue;
    }
    std::vector<std::string>& values = stacked[k - states];
    if (element_or_zero(output_backwards, k - states) == 1) std::reverse(values.begin(), values.end());
    stack_values(values, node.outputs[k], node, nodes, element_or_zero(output_axes, k - states));
  }
  return nodes;
}

}  // namespace quern::passes
