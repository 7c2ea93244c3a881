// Activations with parameters.
#include "ops/activation.hpp"

#include <cmath>

namespace quern::frontend::paddle {
namespace {

void clip(Context& layer, float least, float most) {
  Emitter& emit = layer.emit();
  layer.make("Clip", {layer.input("X"), emit.scalar("min", least), emit.scalar("max", most)});
}

void translate_relu6(Context& layer) { clip(layer, 0, layer.number("threshold", 6)); }
void translate_brelu(Context& layer) { clip(layer, layer.number("t_min", 0), layer.number("t_max", 24)); }

void translate_leaky_relu(Context& layer) {
  layer.make("LeakyRelu", {layer.input("X")}, {{"alpha", layer.number("alpha", 0.02)}});
}
void translate_elu(Context& layer) {
  layer.make("Elu", {layer.input("X")}, {{"alpha", layer.number("alpha", 1)}});
}
void translate_celu(Context& layer) {
  layer.make("Celu", {layer.input("X")}, {{"alpha", layer.number("alpha", 1)}});
}
void translate_selu(Context& layer) {
  layer.make("Selu", {layer.input("X")},
             {{"alpha", layer.number("alpha", 1.6732632423543772)},
              {"gamma", layer.number("scale", 1.0507009873554805)}});
}

// clip(slope * x + offset, 0, 1)
void translate_hard_sigmoid(Context& layer) {
  layer.make("HardSigmoid", {layer.input("X")},
             {{"alpha", layer.number("slope", 0.2)}, {"beta", layer.number("offset", 0.5)}});
}

// x * clip(x + offset, 0, threshold) / scale
void translate_hard_swish(Context& layer) {
  const std::string x = layer.input("X");
  const float threshold = layer.number("threshold", 6), scale = layer.number("scale", 6),
              offset = layer.number("offset", 3);
  if (threshold == 6 && scale == 6 && offset == 3) return layer.make("HardSwish", {x});
  Emitter& emit = layer.emit();
  const std::string sum = layer.add("sum", "Add", {x, emit.scalar("offset", offset)});
  const std::string gate =
      layer.add("gate", "Clip", {sum, emit.scalar("min", 0.0f), emit.scalar("max", threshold)});
  layer.make("Mul", {layer.add("product", "Mul", {x, gate}), emit.scalar("scale", 1 / scale)});
}

// x * sigmoid(beta * x)
void translate_swish(Context& layer) {
  const std::string x = layer.input("X");
  const float beta = layer.number("beta", 1);
  if (beta == 1) return layer.make("Silu", {x}, {}, kQuernDomain);
  const std::string scaled = layer.add("scaled", "Mul", {x, layer.emit().scalar("beta", beta)});
  layer.make("Mul", {x, layer.add("gate", "Sigmoid", {scaled})});
}

void translate_gelu(Context& layer) {
  const std::string approximate = layer.flag("approximate", false) ? "tanh" : "none";
  layer.make("Gelu", {layer.input("X")}, {{"approximate", approximate}}, kQuernDomain);
}

// log(1 + exp(beta * x)) / beta; x itself where beta * x > threshold, where the two are equal in float32.
void translate_softplus(Context& layer) {
  const std::string x = layer.input("X");
  const float beta = layer.number("beta", 1), threshold = layer.number("threshold", 20);
  if (beta == 0) throw InputError("softplus with beta = 0");
  Emitter& emit = layer.emit();
  std::string y = layer.add("scaled", "Mul", {x, emit.scalar("beta", beta)});
  const std::string is_linear = layer.add("is_linear", "Greater", {y, emit.scalar("threshold", threshold)});
  y = layer.add("softplus", "Softplus", {y});
  y = layer.add("unscaled", "Mul", {y, emit.scalar("inverse_beta", 1 / beta)});
  if (threshold >= 17) return layer.make("Identity", {y});
  layer.make("Where", {is_linear, x, y});
}

void translate_thresholded_relu(Context& layer) {
  layer.make("ThresholdedRelu", {layer.input("X")}, {{"alpha", layer.number("threshold", 1)}});
}
void translate_hard_shrink(Context& layer) {
  layer.make("Shrink", {layer.input("X")}, {{"lambd", layer.number("threshold", 0.5)}, {"bias", 0.0f}});
}
void translate_softshrink(Context& layer) {
  const float lambda = layer.number("lambda", 0.5);
  layer.make("Shrink", {layer.input("X")}, {{"lambd", lambda}, {"bias", lambda}});
}

QUERN_PADDLE_OP("relu6", translate_relu6);
QUERN_PADDLE_OP("brelu", translate_brelu);
QUERN_PADDLE_OP("leaky_relu", translate_leaky_relu);
QUERN_PADDLE_OP("elu", translate_elu);
QUERN_PADDLE_OP("celu", translate_celu);
QUERN_PADDLE_OP("selu", translate_selu);
QUERN_PADDLE_OP("hard_sigmoid", translate_hard_sigmoid);
QUERN_PADDLE_OP("hard_swish", translate_hard_swish);
QUERN_PADDLE_OP("swish", translate_swish);
QUERN_PADDLE_OP("gelu", translate_gelu);
QUERN_PADDLE_OP("softplus", translate_softplus);
QUERN_PADDLE_OP("thresholded_relu", translate_thresholded_relu);
QUERN_PADDLE_OP("hard_shrink", translate_hard_shrink);
QUERN_PADDLE_OP("softshrink", translate_softshrink);

}  // namespace
}  // namespace quern::frontend::paddle
