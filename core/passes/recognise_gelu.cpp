#include <numbers>

#include "passes/editor.hpp"
#include "passes/match.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

const double kSqrt2OverPi = std::numbers::sqrt2 * std::numbers::inv_sqrtpi;
constexpr double kCubic = 0.044715;

// Which of the two forms the function makes of `x`; empty for neither.
std::string form_of(const Editor& edit, const Node& function, const std::string& x) {
  const std::optional<Polynomial> u = polynomial(edit, function.inputs[0], x);
  if (!u || (*u)[0] != 0 || (*u)[2] != 0) return "";
  if (function.is("Erf")) return is_near((*u)[1], 1 / std::numbers::sqrt2) && (*u)[3] == 0 ? "none" : "";
  return is_near((*u)[1], kSqrt2OverPi) && is_near((*u)[3], kSqrt2OverPi * kCubic) ? "tanh" : "";
}

bool recognise(Editor& edit, const Node& node) {
  if (!node.is("Mul") && !node.is("Div")) return false;
  const Product p = product(edit, node);
  if (p.factors.size() != 2) return false;
  for (const size_t i : {size_t(0), size_t(1)}) {
    const std::string& x = p.factors[i];
    // The other factor is scale * Erf(...) + shift, both 0.5 with the scalars of the product.
    const Affine gate = affine(edit, p.factors[1 - i]);
    if (!is_near(p.scale * gate.scale, 0.5) || !is_near(p.scale * gate.shift, 0.5)) continue;
    const Node* function = inner(edit, gate.base, "Erf");
    if (!function) function = inner(edit, gate.base, "Tanh");
    if (!function || !is_same_float(edit, x, node.outputs[0])) continue;
    const std::string form = form_of(edit, *function, x);
    if (form.empty()) continue;
    Node gelu = successor(node, "Gelu", {x}, kQuernDomain);
    gelu.set("approximate", form);
    edit.rewrite(node, std::move(gelu));
    return true;
  }
  return false;
}

}  // namespace

bool recognise_gelu(Graph& graph) { return rewrite_nodes(graph, recognise); }

}  // namespace quern::passes
