// com.microsoft FusedConv: Conv, an optional tensor to add, and an activation.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void finish_activation(Rewriter& r, const std::string& x) {
  const Node& node = r.node();
  const std::string activation = node.get_string("activation", "");
  const std::vector<float> p = node.get_floats("activation_params");
  const auto parameter = [&](size_t i) {
    if (i >= p.size()) throw r.wrong("activation_params is too short for " + activation);
    return p[i];
  };
  if (activation.empty()) return r.finish("Identity", {x});
  if (activation == "Relu" || activation == "Sigmoid" || activation == "Tanh")
    return r.finish(activation, {x});
  if (activation == "LeakyRelu") return r.finish("LeakyRelu", {x}, {{"alpha", parameter(0)}});
  if (activation == "Clip")
    return r.finish("Clip", {x, r.scalar("min", parameter(0)), r.scalar("max", parameter(1))});
  if (activation == "HardSigmoid")
    return r.finish("HardSigmoid", {x}, {{"alpha", parameter(0)}, {"beta", parameter(1)}});
  throw Rewriter::unsupported("the fused activation " + activation);
}

void adapt_fused_conv(Rewriter& r) {
  Node conv = r.node();
  conv.op_type = "Conv";
  conv.domain.clear();
  conv.remove("activation");
  conv.remove("activation_params");
  const std::string summand = r.optional_input(3);
  if (conv.inputs.size() > 3) conv.inputs.resize(3);
  std::string x = r.add_like("conv", std::move(conv));
  if (!summand.empty()) x = r.add("sum", "Add", {x, summand});
  finish_activation(r, x);
}

QUERN_ONNX_ADAPTER("com.microsoft", "FusedConv", adapt_fused_conv);

}  // namespace
}  // namespace quern::frontend::onnx
