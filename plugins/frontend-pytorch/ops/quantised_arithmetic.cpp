// Sums, products, joins and activations of quantised tensors.
#include "ops/quantised.hpp"
#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

// a, b, scale, zero_point
void binary(Call& call, const char* op, bool relu) {
  std::string y = call.add("sum", op, {call.tensor(0), call.tensor(1)});
  if (relu) y = call.add("relu", "Relu", {y});
  give_quantised(call, y, call.number(2), call.integer(3));
}
void add(Call& call) { binary(call, "Add", false); }
void add_relu(Call& call) { binary(call, "Add", true); }
void mul(Call& call) { binary(call, "Mul", false); }
void mul_relu(Call& call) { binary(call, "Mul", true); }

// With a number: the scale follows from it and is not told.
void scalar(Call& call, const char* op) {
  call.make(op, {call.tensor(0), operand(call, call.arg(1), DataType::Float)});
}
void add_scalar(Call& call) { scalar(call, "Add"); }
void mul_scalar(Call& call) { scalar(call, "Mul"); }

// tensors, dim, scale, zero_point
void cat(Call& call) {
  const std::vector<std::string> parts = call.tensors(0);
  if (parts.empty()) throw call.wrong("the list is empty");
  const std::string y = call.add("joined", "Concat", parts, {{"axis", call.axis(1, call.rank(parts[0]))}});
  if (call.has(2) && call.has(3)) return give_quantised(call, y, call.number(2), call.integer(3));
  call.make("Identity", {y});
}

// x, (parameters,) scale, zero_point
void finish(Call& call, const std::string& y, size_t next) {
  give_quantised(call, y, call.number(next), call.integer(next + 1));
}
void hardswish(Call& call) { finish(call, call.add("hardswish", "HardSwish", {call.tensor(0)}), 1); }
void leaky_relu(Call& call) {
  finish(call, call.add("leaky", "LeakyRelu", {call.tensor(0)}, {{"alpha", float(call.number(1, 0.01))}}), 3);
}
void elu(Call& call) {
  finish(call, call.add("elu", "Elu", {call.tensor(0)}, {{"alpha", float(call.number(3, 1))}}), 1);
}
void sigmoid(Call& call) { finish(call, call.add("sigmoid", "Sigmoid", {call.tensor(0)}), 1); }
void relu6(Call& call) { call.make("Clip", {call.tensor(0), call.scalar("low", 0), call.scalar("high", 6)}); }
// x, weight, bias, mean, variance, eps, scale, zero_point
void batch_norm(Call& call) {
  finish(call,
         call.add("normalised", "BatchNormalization",
                  {call.tensor(0), call.tensor(1), call.tensor(2), call.tensor(3), call.tensor(4)},
                  {{"epsilon", float(call.number(5))}}),
         6);
}

QUERN_TRANSLATOR(Call, "quantized::add", add);
QUERN_TRANSLATOR(Call, "quantized::add_relu", add_relu);
QUERN_TRANSLATOR(Call, "quantized::mul", mul);
QUERN_TRANSLATOR(Call, "quantized::mul_relu", mul_relu);
QUERN_TRANSLATOR(Call, "quantized::add_scalar", add_scalar);
QUERN_TRANSLATOR(Call, "quantized::mul_scalar", mul_scalar);
QUERN_TRANSLATOR(Call, "quantized::cat", cat);
QUERN_TRANSLATOR(Call, "quantized::hardswish", hardswish);
QUERN_TRANSLATOR(Call, "quantized::leaky_relu", leaky_relu);
QUERN_TRANSLATOR(Call, "quantized::elu", elu);
QUERN_TRANSLATOR(Call, "quantized::sigmoid", sigmoid);
QUERN_TRANSLATOR(Call, "quantized::relu6", relu6);
QUERN_TRANSLATOR(Call, "quantized::batch_norm", batch_norm);
QUERN_TRANSLATOR(Call, "quantized::batch_norm2d", batch_norm);

}  // namespace
}  // namespace quern::frontend::pytorch
