#include "ops/activation.hpp"

#include <array>

namespace quern::frontend::tensorflow {
namespace {

constexpr std::array<const char*, 7> kSame = {"Relu", "Sigmoid",  "Tanh",    "Elu",
                                              "Selu", "Softplus", "Softsign"};

void translate_activation(Context& layer) {
  const Permutation order = layer.order(0);
  layer.define(add_activation(layer, layer.op(), layer.input(0, order)), order);
}

QUERN_TRANSLATOR(Context, "Relu", translate_activation);
QUERN_TRANSLATOR(Context, "Relu6", translate_activation);
QUERN_TRANSLATOR(Context, "LeakyRelu", translate_activation);
QUERN_TRANSLATOR(Context, "Elu", translate_activation);
QUERN_TRANSLATOR(Context, "Selu", translate_activation);
QUERN_TRANSLATOR(Context, "Sigmoid", translate_activation);
QUERN_TRANSLATOR(Context, "Tanh", translate_activation);
QUERN_TRANSLATOR(Context, "Softplus", translate_activation);
QUERN_TRANSLATOR(Context, "Softsign", translate_activation);

}  // namespace

std::string add_activation(Context& layer, const std::string& op, const std::string& tensor) {
  Emitter& emit = layer.emit();
  if (op == "Relu6")
    return emit.add("relu6", "Clip", {tensor, emit.scalar("low", 0), emit.scalar("high", 6)});
  if (op == "LeakyRelu") {
    // Fused operators spell the attribute differently.
    const char* slope = layer.op() == "LeakyRelu" ? "alpha" : "leakyrelu_alpha";
    return emit.add("leaky", "LeakyRelu", {tensor}, {{"alpha", layer.attribute(slope, 0.2f)}});
  }
  for (const char* same : kSame)
    if (op == same) return emit.add("activated", op, {tensor});
  throw UnsupportedError("the fused operator " + op);
}

}  // namespace quern::frontend::tensorflow
