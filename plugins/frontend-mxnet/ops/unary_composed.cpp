// Functions of one element that ONNX says with several operators.
#include <cmath>
#include <numbers>

#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

std::string constant(const Context& layer, const char* suffix, double value) {
  return layer.scalar_like(suffix, layer.input(), value);
}

void translate_square(Context& layer) { layer.make("Mul", {layer.input(), layer.input()}); }

void translate_rsqrt(Context& layer) {
  layer.make("Reciprocal", {layer.add("root", "Sqrt", {layer.input()})});
}

// sign(x) * |x|^(1/3): Pow knows no roots of negative numbers.
std::string cube_root(Context& layer) {
  const std::string size = layer.add("size", "Abs", {layer.input()});
  const std::string root = layer.add("root", "Pow", {size, constant(layer, "third", 1.0 / 3)});
  return layer.add("signed", "Mul", {root, layer.add("sign", "Sign", {layer.input()})});
}
void translate_cbrt(Context& layer) { layer.make("Identity", {cube_root(layer)}); }
void translate_rcbrt(Context& layer) { layer.make("Reciprocal", {cube_root(layer)}); }

void translate_log2(Context& layer) {
  layer.make("Mul", {layer.add("log", "Log", {layer.input()}), constant(layer, "base", std::numbers::log2e)});
}
void translate_log10(Context& layer) {
  layer.make("Mul",
             {layer.add("log", "Log", {layer.input()}), constant(layer, "base", std::numbers::log10e)});
}
void translate_log1p(Context& layer) {
  layer.make("Log", {layer.add("sum", "Add", {layer.input(), constant(layer, "one", 1)})});
}
void translate_expm1(Context& layer) {
  layer.make("Sub", {layer.add("exp", "Exp", {layer.input()}), constant(layer, "one", 1)});
}

// Halves go away from zero: sign(x) * floor(|x| + 0.5). ONNX's Round takes them to the even neighbour.
void translate_round(Context& layer) {
  const std::string size = layer.add("size", "Abs", {layer.input()});
  const std::string sum = layer.add("sum", "Add", {size, constant(layer, "half", 0.5)});
  layer.make("Mul", {layer.add("floor", "Floor", {sum}), layer.add("sign", "Sign", {layer.input()})});
}
// Halves go down.
void translate_rint(Context& layer) {
  layer.make("Ceil", {layer.add("shifted", "Sub", {layer.input(), constant(layer, "half", 0.5)})});
}
void translate_trunc(Context& layer) {
  const std::string size = layer.add("size", "Abs", {layer.input()});
  layer.make("Mul", {layer.add("floor", "Floor", {size}), layer.add("sign", "Sign", {layer.input()})});
}

void translate_degrees(Context& layer) {
  layer.make("Mul", {layer.input(), constant(layer, "factor", 180 / std::numbers::pi)});
}
void translate_radians(Context& layer) {
  layer.make("Mul", {layer.input(), constant(layer, "factor", std::numbers::pi / 180)});
}

void translate_hard_sigmoid(Context& layer) {
  layer.make("HardSigmoid", {layer.input()},
             {{"alpha", float(layer.attributes().number("alpha", 0.2))},
              {"beta", float(layer.attributes().number("beta", 0.5))}});
}

// log(1 / (1 + exp(-x))) = -softplus(-x), which does not overflow.
void translate_log_sigmoid(Context& layer) {
  layer.make("Neg", {layer.add("softplus", "Softplus", {layer.add("negative", "Neg", {layer.input()})})});
}
void translate_mish(Context& layer) { layer.make("Mish", {layer.input()}, {}, kQuernDomain); }

// 0.5 * (s * x)^2 where |x| < 1 / s^2, else |x| - 0.5 / s^2.
void translate_smooth_l1(Context& layer) {
  const double s2 = layer.attributes().number("scalar", 1) * layer.attributes().number("scalar", 1);
  const std::string size = layer.add("size", "Abs", {layer.input()});
  const std::string square = layer.add("square", "Mul", {layer.input(), layer.input()});
  const std::string inside = layer.add("inside", "Mul", {square, constant(layer, "factor", 0.5 * s2)});
  const std::string outside = layer.add("outside", "Sub", {size, constant(layer, "offset", 0.5 / s2)});
  const std::string is_inside = layer.add("is_inside", "Less", {size, constant(layer, "limit", 1 / s2)});
  layer.make("Where", {is_inside, inside, outside});
}

// a * x^2 + b * x + c
void translate_quadratic(Context& layer) {
  const Attributes& a = layer.attributes();
  const std::string linear = layer.add("a_x", "Mul", {layer.input(), constant(layer, "a", a.number("a", 0))});
  const std::string sum = layer.add("a_x_b", "Add", {linear, constant(layer, "b", a.number("b", 0))});
  const std::string product = layer.add("product", "Mul", {sum, layer.input()});
  layer.make("Add", {product, constant(layer, "c", a.number("c", 0))});
}

// x / sqrt(size of the last axis)
void translate_div_sqrt_dim(Context& layer) {
  const Shape shape = layer.shape();
  if (shape.empty()) throw InputError("the input has no axes");
  layer.make("Div", {layer.input(), constant(layer, "root", std::sqrt(double(shape.back())))});
}

QUERN_MXNET_OPERATOR(translate_square, "square", "_npi_square");
QUERN_MXNET_OPERATOR(translate_rsqrt, "rsqrt");
QUERN_MXNET_OPERATOR(translate_cbrt, "cbrt");
QUERN_MXNET_OPERATOR(translate_rcbrt, "rcbrt");
QUERN_MXNET_OPERATOR(translate_log2, "log2");
QUERN_MXNET_OPERATOR(translate_log10, "log10");
QUERN_MXNET_OPERATOR(translate_log1p, "log1p");
QUERN_MXNET_OPERATOR(translate_expm1, "expm1");
QUERN_MXNET_OPERATOR(translate_round, "round");
QUERN_MXNET_OPERATOR(translate_rint, "rint");
QUERN_MXNET_OPERATOR(translate_trunc, "trunc", "fix");
QUERN_MXNET_OPERATOR(translate_degrees, "degrees");
QUERN_MXNET_OPERATOR(translate_radians, "radians");
QUERN_MXNET_OPERATOR(translate_hard_sigmoid, "hard_sigmoid");
QUERN_MXNET_OPERATOR(translate_log_sigmoid, "log_sigmoid");
QUERN_MXNET_OPERATOR(translate_mish, "mish");
QUERN_MXNET_OPERATOR(translate_smooth_l1, "smooth_l1");
QUERN_MXNET_OPERATOR(translate_quadratic, "_contrib_quadratic");
QUERN_MXNET_OPERATOR(translate_div_sqrt_dim, "_contrib_div_sqrt_dim", "_npx_div_sqrt_dim");

}  // namespace
}  // namespace quern::frontend::mxnet
