#include "passes/names.hpp"
#include "passes/passes.hpp"
#include "passes/provenance.hpp"

namespace quern::passes {

bool name_nodes(Graph& graph) {
  bool changed = false;
  Names names;
  for (Node& node : graph.nodes) {
    std::string name = node.name;
    for (const std::string& output : node.outputs)
      if (name.empty()) name = output;
    if (name.empty()) name = node.op_type;
    const std::string unique = names.fresh(name);
    changed |= unique != node.name;
    node.name = unique;
    changed |= node.metadata.emplace(kSource, unique).second;
  }
  return changed;
}

}  // namespace quern::passes
