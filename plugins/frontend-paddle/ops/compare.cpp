// Comparisons and logic on two tensors.
#include "ops/binary.hpp"

namespace quern::frontend::paddle {
namespace {

void finish(Context& layer, const std::string& op) {
  const auto [x, y] = broadcast_operands(layer);
  layer.make(op, {x, y});
}

void translate_equal(Context& layer) { finish(layer, "Equal"); }
void translate_less(Context& layer) { finish(layer, "Less"); }
void translate_less_equal(Context& layer) { finish(layer, "LessOrEqual"); }
void translate_greater(Context& layer) { finish(layer, "Greater"); }
void translate_greater_equal(Context& layer) { finish(layer, "GreaterOrEqual"); }

void translate_not_equal(Context& layer) {
  const auto [x, y] = broadcast_operands(layer);
  layer.make("Not", {layer.add("equal", "Equal", {x, y})});
}

// Any element type counts: what is not zero is true.
void finish_logical(Context& layer, const std::string& op) {
  const auto [x, y] = broadcast_operands(layer);
  layer.make(op, {layer.cast(x, DataType::Bool), layer.cast(y, DataType::Bool)});
}

void translate_and(Context& layer) { finish_logical(layer, "And"); }
void translate_or(Context& layer) { finish_logical(layer, "Or"); }
void translate_xor(Context& layer) { finish_logical(layer, "Xor"); }

void require_bool(Context& layer) {
  if (layer.type(layer.input("X")) != DataType::Bool)
    throw UnsupportedError("bitwise arithmetic on integers");
}
void translate_bitwise_and(Context& layer) { require_bool(layer), translate_and(layer); }
void translate_bitwise_or(Context& layer) { require_bool(layer), translate_or(layer); }
void translate_bitwise_xor(Context& layer) { require_bool(layer), translate_xor(layer); }
void translate_bitwise_not(Context& layer) {
  require_bool(layer);
  layer.make("Not", {layer.input("X")});
}

QUERN_PADDLE_OP("equal", translate_equal);
QUERN_PADDLE_OP("not_equal", translate_not_equal);
QUERN_PADDLE_OP("less_than", translate_less);
QUERN_PADDLE_OP("less_equal", translate_less_equal);
QUERN_PADDLE_OP("greater_than", translate_greater);
QUERN_PADDLE_OP("greater_equal", translate_greater_equal);
QUERN_PADDLE_OP("logical_and", translate_and);
QUERN_PADDLE_OP("logical_or", translate_or);
QUERN_PADDLE_OP("logical_xor", translate_xor);
QUERN_PADDLE_OP("bitwise_and", translate_bitwise_and);
QUERN_PADDLE_OP("bitwise_or", translate_bitwise_or);
QUERN_PADDLE_OP("bitwise_xor", translate_bitwise_xor);
QUERN_PADDLE_OP("bitwise_not", translate_bitwise_not);

}  // namespace
}  // namespace quern::frontend::paddle
