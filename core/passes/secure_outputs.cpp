#include <utility>

#include "passes/passes.hpp"

namespace quern::passes {

bool secure_outputs(Graph& graph) {
  bool changed = false;
  for (const ValueInfo& output : graph.outputs) {
    const auto it = graph.initializers.find(output.name);
    if (it == graph.initializers.end()) continue;
    Tensor tensor = std::move(it->second);
    graph.initializers.erase(it);
    graph.set_value(output.name, tensor.type, tensor.dims);
    const std::string value = graph.add_constant(output.name + "_value", std::move(tensor));
    graph.nodes.insert(graph.nodes.begin(), Node("Identity", {value}, {output.name}));
    changed = true;
  }
  return changed;
}

}  // namespace quern::passes
