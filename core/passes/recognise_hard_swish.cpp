#include "passes/editor.hpp"
#include "passes/match.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

// Whether the gate is clip(x/6 + 0.5, 0, 1) once multiplied by `k`.
bool is_gate(const Editor& edit, const std::string& gate, const std::string& x, double k) {
  if (const Node* sigmoid = inner(edit, gate, "HardSigmoid"))
    return sigmoid->inputs[0] == x && is_near(k, 1) && is_near(sigmoid->get_float("alpha", 0.2f), 1.0 / 6) &&
           is_near(sigmoid->get_float("beta", 0.5f), 0.5);
  const Node* clip = inner(edit, gate, "Clip");
  if (!clip || !clip->has_input(1) || !clip->has_input(2)) return false;
  const std::optional<double> low = scalar(edit, clip->inputs[1]), high = scalar(edit, clip->inputs[2]);
  if (low != 0.0 || !high || !is_near(k * *high, 1)) return false;
  const Affine argument = affine(edit, clip->inputs[0]);
  return argument.base == x && is_near(k * argument.scale, 1.0 / 6) && is_near(k * argument.shift, 0.5);
}

bool recognise(Editor& edit, const Node& node) {
  if (!node.is("Mul") && !node.is("Div")) return false;
  const Product p = product(edit, node);
  if (p.factors.size() != 2) return false;
  for (const size_t i : {size_t(0), size_t(1)}) {
    const std::string &x = p.factors[i], &gate = p.factors[1 - i];
    if (!is_same_float(edit, x, node.outputs[0]) || !is_gate(edit, gate, x, p.scale)) continue;
    edit.rewrite(node, successor(node, "HardSwish", {x}));
    return true;
  }
  return false;
}

}  // namespace

bool recognise_hard_swish(Graph& graph) { return rewrite_nodes(graph, recognise); }

}  // namespace quern::passes
