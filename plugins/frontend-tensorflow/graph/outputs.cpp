#include "graph/outputs.hpp"

#include <algorithm>

namespace quern::frontend::tensorflow {
namespace {

void rename(Graph& graph, const std::string& from, const std::string& to) {
  for (quern::Node& node : graph.nodes) {
    for (std::string& name : node.inputs)
      if (name == from) name = to;
    for (std::string& name : node.outputs)
      if (name == from) name = to;
  }
  for (ValueInfo& output : graph.outputs)
    if (output.name == from) output.name = to;
  if (auto constant = graph.initializers.extract(from)) {
    constant.key() = to;
    constant.mapped().name = to;
    graph.initializers.insert(std::move(constant));
  }
}

bool is_made_by_node(const Graph& graph, const std::string& tensor) {
  return std::any_of(graph.nodes.begin(), graph.nodes.end(), [&](const quern::Node& node) {
    return std::count(node.outputs.begin(), node.outputs.end(), tensor) > 0;
  });
}

bool is_input(const Graph& graph, const std::string& tensor) {
  return std::any_of(graph.inputs.begin(), graph.inputs.end(),
                     [&](const ValueInfo& input) { return input.name == tensor; });
}

}  // namespace

void write_outputs(Layouts& layouts, const std::vector<GraphOutput>& outputs, bool nchw) {
  Emitter& emit = layouts.emit();
  Graph& graph = emit.graph();
  // First all orders, then all names: renaming would hide tensors from `layouts`.
  std::vector<std::string> lying;
  layouts.begin("outputs");
  for (const GraphOutput& output : outputs) {
    if (layouts.is_dead(output.tensor))
      throw InputError("\"" + output.name + "\" lies on a branch that is never taken", output.name,
                       "Set its condition with the option constants, or choose another output.");
    const Permutation order = layouts.order(output.tensor);
    const bool stays = nchw && order.size() >= 4 && order == channels_first(order.size());
    lying.push_back(layouts.in_order(output.tensor, stays ? order : Permutation()));
  }
  for (size_t i = 0; i < outputs.size(); ++i) {
    const std::string& name = outputs[i].name;
    std::string& tensor = lying[i];
    if (tensor != name) {
      if (is_input(graph, name))
        throw InputError("\"" + name + "\" is an input of the model and cannot be its output, too", name);
      if (is_made_by_node(graph, name) || graph.constant(name)) {
        emit.begin(name);
        const std::string free = emit.tensor("held");
        rename(graph, name, free);
        std::replace(lying.begin(), lying.end(), name, free);
      }
      const bool is_shared = is_input(graph, tensor) || graph.constant(tensor) ||
                             std::count(lying.begin(), lying.end(), tensor) > 1;
      if (is_shared) {
        emit.begin(name);
        emit.make(name, "Identity", {tensor});
      } else {
        rename(graph, tensor, name);
      }
    } else if (graph.constant(name) || is_input(graph, name)) {
      throw InputError("\"" + name + "\" is " + (is_input(graph, name) ? "an input" : "a constant") +
                           " of the model: nothing would be computed",
                       name);
    }
    ValueInfo value;
    value.name = name;
    value.type = layouts.type(outputs[i].tensor);
    graph.outputs.push_back(std::move(value));
  }
}

}  // namespace quern::frontend::tensorflow
