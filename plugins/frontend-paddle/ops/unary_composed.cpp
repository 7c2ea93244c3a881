// Functions of one tensor that ONNX lacks, made of those it has.
#include <cmath>

#include "ops/context.hpp"

namespace quern::frontend::paddle {
namespace {

void translate_square(Context& layer) {
  const std::string x = layer.input("X");
  layer.make("Mul", {x, x});
}

void translate_rsqrt(Context& layer) {
  layer.make("Reciprocal", {layer.add("root", "Sqrt", {layer.input("X")})});
}

// Halves are rounded away from zero, where ONNX's Round takes the even neighbour.
void translate_round(Context& layer) {
  const std::string x = layer.input("X");
  const std::string shifted =
      layer.add("shifted", "Add", {layer.add("magnitude", "Abs", {x}), layer.emit().scalar("half", 0.5f)});
  layer.make("Mul", {layer.add("sign", "Sign", {x}), layer.add("whole", "Floor", {shifted})});
}

// Logarithms to another base.
void finish_log(Context& layer, double base) {
  layer.make("Mul", {layer.add("natural", "Log", {layer.input("X")}),
                     layer.emit().scalar("factor", float(1 / std::log(base)))});
}
void translate_log2(Context& layer) { finish_log(layer, 2); }
void translate_log10(Context& layer) { finish_log(layer, 10); }

void translate_log1p(Context& layer) {
  layer.make("Log", {layer.add("sum", "Add", {layer.input("X"), layer.emit().scalar("one", 1.0f)})});
}

void translate_expm1(Context& layer) {
  layer.make("Sub", {layer.add("power", "Exp", {layer.input("X")}), layer.emit().scalar("one", 1.0f)});
}

// log(sigmoid(x)) = -softplus(-x), which does not overflow.
void translate_logsigmoid(Context& layer) {
  const std::string negative = layer.add("negative", "Neg", {layer.input("X")});
  layer.make("Neg", {layer.add("softplus", "Softplus", {negative})});
}

void translate_tanh_shrink(Context& layer) {
  const std::string x = layer.input("X");
  layer.make("Sub", {x, layer.add("tanh", "Tanh", {x})});
}

// scale_b * tanh(scale_a * x)
void translate_stanh(Context& layer) {
  const std::string scaled = layer.add(
      "scaled", "Mul", {layer.input("X"), layer.emit().scalar("scale_a", layer.number("scale_a", 0.67))});
  layer.make("Mul", {layer.add("tanh", "Tanh", {scaled}),
                     layer.emit().scalar("scale_b", layer.number("scale_b", 1.7159))});
}

void translate_isfinite(Context& layer) {
  const std::string x = layer.input("X");
  const std::string either =
      layer.add("either", "Or", {layer.add("nan", "IsNaN", {x}), layer.add("infinite", "IsInf", {x})});
  layer.make("Not", {either});
}

QUERN_PADDLE_OP("square", translate_square);
QUERN_PADDLE_OP("rsqrt", translate_rsqrt);
QUERN_PADDLE_OP("round", translate_round);
QUERN_PADDLE_OP("log2", translate_log2);
QUERN_PADDLE_OP("log10", translate_log10);
QUERN_PADDLE_OP("log1p", translate_log1p);
QUERN_PADDLE_OP("expm1", translate_expm1);
QUERN_PADDLE_OP("logsigmoid", translate_logsigmoid);
QUERN_PADDLE_OP("tanh_shrink", translate_tanh_shrink);
QUERN_PADDLE_OP("stanh", translate_stanh);
QUERN_PADDLE_OP("isfinite_v2", translate_isfinite);

}  // namespace
}  // namespace quern::frontend::paddle
