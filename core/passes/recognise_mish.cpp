#include "passes/editor.hpp"
#include "passes/match.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

bool is_softplus(const Editor& edit, const std::string& tensor, const std::string& x) {
  if (const Node* softplus = inner(edit, tensor, "Softplus")) return softplus->inputs[0] == x;
  const Node* log = inner(edit, tensor, "Log");
  if (!log) return false;
  const Affine argument = affine(edit, log->inputs[0]);
  const Node* exp = inner(edit, argument.base, "Exp");
  return exp && exp->inputs[0] == x && argument.scale == 1 && argument.shift == 1;
}

bool recognise(Editor& edit, const Node& node) {
  if (!node.is("Mul") || node.inputs.size() != 2) return false;
  for (const size_t i : {size_t(0), size_t(1)}) {
    const std::string& x = node.inputs[i];
    const Node* tanh = inner(edit, node.inputs[1 - i], "Tanh");
    if (!tanh || !is_softplus(edit, tanh->inputs[0], x) || !is_same_float(edit, x, node.outputs[0])) continue;
    edit.rewrite(node, successor(node, "Mish", {x}, kQuernDomain));
    return true;
  }
  return false;
}

}  // namespace

bool recognise_mish(Graph& graph) { return rewrite_nodes(graph, recognise); }

}  // namespace quern::passes
