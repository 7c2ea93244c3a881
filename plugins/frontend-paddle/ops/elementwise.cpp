// elementwise_*: arithmetic on two tensors.
#include "ops/activation.hpp"
#include "ops/binary.hpp"

namespace quern::frontend::paddle {
namespace {

void finish(Context& layer, const std::string& op) {
  const auto [x, y] = broadcast_operands(layer);
  const std::string result = layer.add("result", op, {x, y});
  // Fused by Paddle's own optimiser: fused_elementwise_add, or the attribute fuse_activation.
  make_fused_activation(layer, layer.output(), result);
}

void translate_add(Context& layer) { finish(layer, "Add"); }
void translate_sub(Context& layer) { finish(layer, "Sub"); }
void translate_mul(Context& layer) { finish(layer, "Mul"); }
void translate_div(Context& layer) { finish(layer, "Div"); }
void translate_max(Context& layer) { finish(layer, "Max"); }
void translate_min(Context& layer) { finish(layer, "Min"); }
void translate_pow(Context& layer) { finish(layer, "Pow"); }

// x - y * floor(x / y): the result has the sign of y, as ONNX's Mod has for integers only.
void translate_mod(Context& layer) {
  const auto [x, y] = broadcast_operands(layer);
  if (layer.type(x) != DataType::Float) return layer.make("Mod", {x, y});
  const std::string times = layer.add("times", "Floor", {layer.add("quotient", "Div", {x, y})});
  layer.make("Sub", {x, layer.add("whole", "Mul", {times, y})});
}

// floor(x / y); ONNX's Div of integers rounds towards zero, so the remainder goes first.
void translate_floordiv(Context& layer) {
  const auto [x, y] = broadcast_operands(layer);
  if (layer.type(x) == DataType::Float) return layer.make("Floor", {layer.add("quotient", "Div", {x, y})});
  const std::string whole = layer.add("whole", "Sub", {x, layer.add("remainder", "Mod", {x, y})});
  layer.make("Div", {whole, y});
}

// Out = X[0] + X[1] + ...
void translate_sum(Context& layer) {
  std::vector<std::string> terms = layer.inputs("X");
  if (terms.empty()) terms = layer.inputs("inputs");
  if (terms.empty()) throw InputError("a sum of nothing");
  std::string sum = terms[0];
  for (size_t i = 1; i < terms.size(); ++i) sum = layer.add("sum", "Add", {sum, terms[i]});
  layer.make("Identity", {sum});
}

QUERN_PADDLE_OP("elementwise_add", translate_add);
QUERN_PADDLE_OP("elementwise_sub", translate_sub);
QUERN_PADDLE_OP("elementwise_mul", translate_mul);
QUERN_PADDLE_OP("elementwise_div", translate_div);
QUERN_PADDLE_OP("elementwise_max", translate_max);
QUERN_PADDLE_OP("elementwise_min", translate_min);
QUERN_PADDLE_OP("elementwise_pow", translate_pow);
QUERN_PADDLE_OP("elementwise_mod", translate_mod);
QUERN_PADDLE_OP("elementwise_floordiv", translate_floordiv);
QUERN_PADDLE_OP("fused_elementwise_add", translate_add);
QUERN_PADDLE_OP("fused_elementwise_sub", translate_sub);
QUERN_PADDLE_OP("fused_elementwise_mul", translate_mul);
QUERN_PADDLE_OP("fused_elementwise_div", translate_div);
QUERN_PADDLE_OP("grad_add", translate_add);
QUERN_PADDLE_OP("maximum", translate_max);
QUERN_PADDLE_OP("minimum", translate_min);
QUERN_PADDLE_OP("sum", translate_sum);
QUERN_PADDLE_OP("add_n", translate_sum);

}  // namespace
}  // namespace quern::frontend::paddle
