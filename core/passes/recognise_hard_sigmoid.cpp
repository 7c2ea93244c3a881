#include "passes/editor.hpp"
#include "passes/match.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

bool recognise(Editor& edit, const Node& node) {
  // The Clip itself, or a Mul or Div by a scalar behind it.
  double k = 1;
  const Node* clip = &node;
  if (node.is("Mul") || node.is("Div")) {
    const Product p = product(edit, node);
    if (p.factors.size() != 1) return false;
    k = p.scale;
    clip = inner(edit, p.factors[0], "Clip");
  }
  if (!clip || !clip->is("Clip") || !clip->has_input(1) || !clip->has_input(2)) return false;
  const std::optional<double> low = scalar(edit, clip->inputs[1]), high = scalar(edit, clip->inputs[2]);
  if (k <= 0 || low != 0.0 || !high || !is_near(k * *high, 1)) return false;
  const Affine x = affine(edit, clip->inputs[0]);
  const double alpha = k * x.scale, beta = k * x.shift;
  if (alpha <= 0 || !is_near(beta, 0.5) || !is_same_float(edit, x.base, node.outputs[0])) return false;
  // 1/6 and 0.5 as the float nearest to them, whatever the pieces rounded to.
  Node result = successor(node, "HardSigmoid", {x.base});
  result.set("alpha", is_near(alpha, 1.0 / 6, 1e-6) ? 1.0f / 6 : float(alpha));
  result.set("beta", is_near(beta, 0.5, 1e-6) ? 0.5f : float(beta));
  edit.rewrite(node, std::move(result));
  return true;
}

}  // namespace

bool recognise_hard_sigmoid(Graph& graph) { return rewrite_nodes(graph, recognise); }

}  // namespace quern::passes
