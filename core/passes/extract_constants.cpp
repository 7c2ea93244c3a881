#include <utility>

#include <quern/ops/operator.hpp>

#include "passes/passes.hpp"

namespace quern::passes {

bool extract_constants(Graph& graph) {
  const auto extract = [&](const Node& node) {
    if (!node.is("Constant") || !node.has_output(0)) return false;
    Tensor tensor = ops::compute(node, {}).at(0);
    tensor.name = node.outputs[0];
    graph.values.erase(tensor.name);
    graph.initializers.insert_or_assign(node.outputs[0], std::move(tensor));
    return true;
  };
  return std::erase_if(graph.nodes, extract) > 0;
}

}  // namespace quern::passes
