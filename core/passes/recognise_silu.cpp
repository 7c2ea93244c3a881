#include "passes/editor.hpp"
#include "passes/match.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

bool recognise(Editor& edit, const Node& node) {
  if (!node.is("Mul") || node.inputs.size() != 2) return false;
  for (const size_t i : {size_t(0), size_t(1)}) {
    const std::string& x = node.inputs[i];
    const Node* sigmoid = inner(edit, node.inputs[1 - i], "Sigmoid");
    if (!sigmoid || sigmoid->inputs[0] != x || !is_same_float(edit, x, node.outputs[0])) continue;
    edit.rewrite(node, successor(node, "Silu", {x}, kQuernDomain));
    return true;
  }
  return false;
}

}  // namespace

bool recognise_silu(Graph& graph) { return rewrite_nodes(graph, recognise); }

}  // namespace quern::passes
