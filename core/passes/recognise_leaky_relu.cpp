#include "passes/editor.hpp"
#include "passes/match.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

bool recognise(Editor& edit, const Node& node) {
  if (!node.is("Max") || node.inputs.size() != 2) return false;
  for (const size_t i : {size_t(0), size_t(1)}) {
    const std::string& x = node.inputs[i];
    const Affine scaled = affine(edit, node.inputs[1 - i]);
    const bool is_slope = scaled.shift == 0 && scaled.scale >= 0 && scaled.scale <= 1;
    if (scaled.base != x || !is_slope || !is_same_float(edit, x, node.outputs[0])) continue;
    Node result = successor(node, "LeakyRelu", {x});
    result.set("alpha", float(scaled.scale));
    edit.rewrite(node, std::move(result));
    return true;
  }
  return false;
}

}  // namespace

bool recognise_leaky_relu(Graph& graph) { return rewrite_nodes(graph, recognise); }

}  // namespace quern::passes
