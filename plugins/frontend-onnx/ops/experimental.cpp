// Operators that only ever existed as experiments of opset 1, and that converters of that time still wrote.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

// alpha * x + beta
void adapt_affine(Rewriter& r) {
  const Node& node = r.node();
  const std::string scaled =
      r.add("scaled", "Mul", {r.input(0), r.scalar("alpha", node.get_float("alpha", 1.0f))});
  r.finish("Add", {scaled, r.scalar("beta", node.get_float("beta", 0.0f))});
}

// scale * x, or scale * x + bias per channel of an image.
void adapt_image_scaler(Rewriter& r) {
  const Node& node = r.node();
  const auto& bias = node.require<std::vector<float>>("bias");
  const std::string scaled =
      r.add("scaled", "Mul", {r.input(0), r.scalar("scale", node.get_float("scale", 1.0f))});
  r.finish("Add", {scaled, r.constant("bias", Tensor::from(bias, {int64_t(bias.size()), 1, 1}))});
}

void adapt_scale(Rewriter& r) {
  r.finish("Mul", {r.input(0), r.scalar("scale", r.node().get_float("scale", 1.0f))});
}

// alpha * tanh(beta * x)
void adapt_scaled_tanh(Rewriter& r) {
  const Node& node = r.node();
  const std::string inner =
      r.add("inner", "Mul", {r.input(0), r.scalar("beta", node.get_float("beta", 1.0f))});
  r.finish("Mul", {r.add("tanh", "Tanh", {inner}), r.scalar("alpha", node.get_float("alpha", 1.0f))});
}

// alpha * softplus(beta * x)
void adapt_parametric_softplus(Rewriter& r) {
  const Node& node = r.node();
  const std::string inner =
      r.add("inner", "Mul", {r.input(0), r.scalar("beta", node.get_float("beta", 1.0f))});
  r.finish("Mul", {r.add("softplus", "Softplus", {inner}), r.scalar("alpha", node.get_float("alpha", 1.0f))});
}

QUERN_ONNX_ADAPTER("", "Affine", adapt_affine);
QUERN_ONNX_ADAPTER("", "ImageScaler", adapt_image_scaler);
QUERN_ONNX_ADAPTER("", "Scale", adapt_scale);
QUERN_ONNX_ADAPTER("", "ScaledTanh", adapt_scaled_tanh);
QUERN_ONNX_ADAPTER("", "ParametricSoftplus", adapt_parametric_softplus);

}  // namespace
}  // namespace quern::frontend::onnx
