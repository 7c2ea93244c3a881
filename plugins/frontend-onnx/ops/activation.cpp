// Activations that opset 17 lacks and the domain quern has: Mish (opset 18), Gelu (opset 20), Swish (opset
// 24).
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_mish(Rewriter& r) { r.finish("Mish", {r.input(0)}, {}, kQuernDomain); }

void adapt_gelu(Rewriter& r) {
  r.finish("Gelu", {r.input(0)}, {{"approximate", r.node().get_string("approximate", "none")}}, kQuernDomain);
}

void adapt_swish(Rewriter& r) {
  const float alpha = r.node().get_float("alpha", 1.0f);
  if (alpha == 1.0f) return r.finish("Silu", {r.input(0)}, {}, kQuernDomain);
  const std::string scaled = r.add("scaled", "Mul", {r.input(0), r.scalar("alpha", alpha)});
  r.finish("Mul", {r.input(0), r.add("gate", "Sigmoid", {scaled})});
}

void adapt_quick_gelu(Rewriter& r) {
  const std::string scaled =
      r.add("scaled", "Mul", {r.input(0), r.scalar("alpha", r.node().get_float("alpha", 1.702f))});
  r.finish("Mul", {r.input(0), r.add("gate", "Sigmoid", {scaled})});
}

// com.microsoft: Gelu of x + bias; FastGelu is the tanh approximation, its bias may be left out.
void adapt_biased_gelu(Rewriter& r) {
  const std::string approximate = r.node().op_type == "FastGelu" ? "tanh" : "none";
  const std::string x = r.node().has_input(1) ? r.add("biased", "Add", {r.input(0), r.input(1)}) : r.input(0);
  r.finish("Gelu", {x}, {{"approximate", approximate}}, kQuernDomain);
}

QUERN_ONNX_ADAPTER("", "Mish", adapt_mish);
QUERN_ONNX_ADAPTER("", "Gelu", adapt_gelu);
QUERN_ONNX_ADAPTER("", "Swish", adapt_swish);
QUERN_ONNX_ADAPTER("com.microsoft", "QuickGelu", adapt_quick_gelu);
QUERN_ONNX_ADAPTER("com.microsoft", "Gelu", adapt_biased_gelu);
QUERN_ONNX_ADAPTER("com.microsoft", "BiasGelu", adapt_biased_gelu);
QUERN_ONNX_ADAPTER("com.microsoft", "FastGelu", adapt_biased_gelu);

}  // namespace
}  // namespace quern::frontend::onnx
