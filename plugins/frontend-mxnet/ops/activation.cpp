// Activation: act_type names the function.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

void translate_activation(Context& layer) {
  const std::string type = layer.attributes().text("act_type", "");
  if (type == "relu") return layer.make("Relu", {layer.input()});
  if (type == "sigmoid") return layer.make("Sigmoid", {layer.input()});
  if (type == "tanh") return layer.make("Tanh", {layer.input()});
  if (type == "softrelu") return layer.make("Softplus", {layer.input()});
  if (type == "softsign") return layer.make("Softsign", {layer.input()});
  if (type == "mish") return layer.make("Mish", {layer.input()}, {}, kQuernDomain);
  if (type == "log_sigmoid") {
    const std::string negative = layer.add("negative", "Neg", {layer.input()});
    return layer.make("Neg", {layer.add("softplus", "Softplus", {negative})});
  }
  throw UnsupportedError("act_type \"" + type + "\"");
}

QUERN_MXNET_OPERATOR(translate_activation, "Activation", "_npx_activation");

}  // namespace
}  // namespace quern::frontend::mxnet
