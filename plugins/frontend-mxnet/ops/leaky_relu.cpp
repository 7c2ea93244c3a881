// LeakyReLU: a family of functions that differ below zero.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

// One slope per channel (the second axis) or one for all; slopes of higher rank are broadcast as they are.
void make_prelu(Context& layer) {
  const Shape slopes = layer.shape(1);
  const size_t rank = layer.rank();
  if (slopes.size() != 1 || rank <= 2 || slopes[0] == 1)
    return layer.make("PRelu", {layer.input(), layer.input(1)});
  Shape along(rank - 1, 1);
  along[0] = slopes[0];
  layer.make("PRelu", {layer.input(), layer.reshaped("slopes", layer.input(1), along)});
}

void translate_leaky_relu(Context& layer) {
  const Attributes& a = layer.attributes();
  const std::string type = a.text("act_type", "leaky");
  const auto slope = float(a.number("slope", 0.25));
  if (type == "leaky") return layer.make("LeakyRelu", {layer.input()}, {{"alpha", slope}});
  if (type == "elu") return layer.make("Elu", {layer.input()}, {{"alpha", slope}});
  if (type == "selu")
    return layer.make("Selu", {layer.input()},
                      {{"alpha", 1.6732632423543772f}, {"gamma", 1.0507009873554805f}});
  if (type == "gelu" || type == "gelu_erf")
    return layer.make("Gelu", {layer.input()}, {{"approximate", std::string("none")}}, kQuernDomain);
  if (type == "gelu_tanh")
    return layer.make("Gelu", {layer.input()}, {{"approximate", std::string("tanh")}}, kQuernDomain);
  if (type == "prelu") return make_prelu(layer);
  if (type == "rrelu") {  // random in training; its mean otherwise
    const double middle = (a.number("lower_bound", 0.125) + a.number("upper_bound", 0.334)) / 2;
    return layer.make("LeakyRelu", {layer.input()}, {{"alpha", float(middle)}});
  }
  throw UnsupportedError("act_type \"" + type + "\"");
}

QUERN_MXNET_OPERATOR(translate_leaky_relu, "LeakyReLU", "_npx_leaky_relu");

}  // namespace
}  // namespace quern::frontend::mxnet
