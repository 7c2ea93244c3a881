// Activation functions.
#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

std::string input(Call& call) { return call.cast(call.tensor(0), DataType::Float); }

void relu(Call& call) { call.make("Relu", {call.tensor(0)}); }
void leaky_relu(Call& call) {
  call.make("LeakyRelu", {input(call)}, {{"alpha", float(call.number(1, 0.01))}});
}

// slope: one number, or one per channel (axis 1).
void prelu(Call& call) {
  const std::string x = input(call);
  std::string slope = call.tensor(1);
  const int64_t slopes = element_count(call.shape(slope));
  Shape shape(call.rank(x) > 1 ? call.rank(x) - 1 : 1, 1);
  shape[0] = slopes;
  call.make("PRelu", {x, call.reshape("slope", slope, shape)});
}

// scale * (max(0, x) + min(0, alpha * (exp(input_scale * x) - 1)))
void elu(Call& call) {
  const double alpha = call.number(1, 1), scale = call.number(2, 1), input_scale = call.number(3, 1);
  std::string x = input(call);
  if (scale == 1 && input_scale == 1) return call.make("Elu", {x}, {{"alpha", float(alpha)}});
  const std::string scaled = call.add("scaled", "Mul", {x, call.scalar("input_scale", input_scale)});
  const std::string negative = call.add("elu", "Elu", {scaled}, {{"alpha", float(alpha)}});
  const std::string zero = call.scalar("zero", 0);
  const std::string both =
      call.add("both", "Where", {call.add("positive", "Greater", {x, zero}), x, negative});
  call.make("Mul", {both, call.scalar("scale", scale)});
}
void selu(Call& call) { call.make("Selu", {input(call)}); }
void celu(Call& call) { call.make("Celu", {input(call)}, {{"alpha", float(call.number(1, 1))}}); }

void silu(Call& call) { call.make("Silu", {input(call)}, {}, kQuernDomain); }
void mish(Call& call) { call.make("Mish", {input(call)}, {}, kQuernDomain); }
void gelu(Call& call) {
  const Value& approximate = call.arg_or_keyword(1, "approximate");
  const std::string mode = approximate.is<std::string>() ? *approximate.get<std::string>() : "none";
  call.make("Gelu", {input(call)}, {{"approximate", mode}}, kQuernDomain);
}
// x * relu6(x + 3) / 6, and without the factor x.
void hardswish(Call& call) { call.make("HardSwish", {input(call)}); }
void hardsigmoid(Call& call) {
  call.make("HardSigmoid", {input(call)}, {{"alpha", 1.0f / 6}, {"beta", 0.5f}});
}

// log(1 + exp(beta x)) / beta. PyTorch's linear part above `threshold` differs by less than rounding.
void softplus(Call& call) {
  const double beta = call.number(1, 1);
  if (beta == 1) return call.make("Softplus", {input(call)});
  const std::string factor = call.scalar("beta", beta);
  const std::string soft =
      call.add("softplus", "Softplus", {call.add("scaled", "Mul", {input(call), factor})});
  call.make("Div", {soft, factor});
}
void softsign(Call& call) { call.make("Softsign", {input(call)}); }
void log_sigmoid(Call& call) {
  const std::string negative = call.add("negative", "Neg", {input(call)});
  call.make("Neg", {call.add("softplus", "Softplus", {negative})});
}
void tanhshrink(Call& call) {
  const std::string x = input(call);
  call.make("Sub", {x, call.add("tanh", "Tanh", {x})});
}
void softshrink(Call& call) {
  const auto lambda = float(call.number(1, 0.5));
  call.make("Shrink", {input(call)}, {{"lambd", lambda}, {"bias", lambda}});
}
void hardshrink(Call& call) {
  call.make("Shrink", {input(call)}, {{"lambd", float(call.number(1, 0.5))}, {"bias", 0.0f}});
}
// x where it is above the threshold, else the value.
void threshold(Call& call) {
  const std::string x = call.tensor(0);
  const DataType type = call.type(x);
  const std::string above = call.add("above", "Greater", {x, operand(call, call.arg(1), type)});
  call.make("Where", {above, x, operand(call, call.arg(2), type)});
}

// The first half of the axis times the sigmoid of the second.
void glu(Call& call) {
  const std::string x = input(call);
  const int64_t axis = call.axis(1, call.rank(x), -1);
  const int64_t size = call.shape(x)[size_t(axis)];
  if (size % 2 != 0) throw call.wrong("an axis of " + std::to_string(size) + " cannot be halved");
  const auto half = [&](const std::string& name, int64_t begin) {
    return call.add(name, "Slice",
                    {x, call.ints_constant("begin", {begin}), call.ints_constant("end", {begin + size / 2}),
                     call.ints_constant("axis", {axis})});
  };
  call.make("Mul", {half("values", 0), call.add("gate", "Sigmoid", {half("gates", size / 2)})});
}

// Slopes in training are random between the bounds; in use they are their mean.
void rrelu(Call& call) {
  const double lower = call.number(1, 1.0 / 8), upper = call.number(2, 1.0 / 3);
  call.make("LeakyRelu", {input(call)}, {{"alpha", float((lower + upper) / 2)}});
}

QUERN_TRANSLATOR(Call, "aten::relu", relu);
QUERN_TRANSLATOR(Call, "aten::leaky_relu", leaky_relu);
QUERN_TRANSLATOR(Call, "aten::prelu", prelu);
QUERN_TRANSLATOR(Call, "aten::_prelu_kernel", prelu);
QUERN_TRANSLATOR(Call, "aten::elu", elu);
QUERN_TRANSLATOR(Call, "aten::selu", selu);
QUERN_TRANSLATOR(Call, "aten::celu", celu);
QUERN_TRANSLATOR(Call, "aten::silu", silu);
QUERN_TRANSLATOR(Call, "aten::mish", mish);
QUERN_TRANSLATOR(Call, "aten::gelu", gelu);
QUERN_TRANSLATOR(Call, "aten::hardswish", hardswish);
QUERN_TRANSLATOR(Call, "aten::hardsigmoid", hardsigmoid);
QUERN_TRANSLATOR(Call, "aten::softplus", softplus);
QUERN_TRANSLATOR(Call, "aten::softsign", softsign);
QUERN_TRANSLATOR(Call, "aten::log_sigmoid", log_sigmoid);
QUERN_TRANSLATOR(Call, "aten::tanhshrink", tanhshrink);
QUERN_TRANSLATOR(Call, "aten::softshrink", softshrink);
QUERN_TRANSLATOR(Call, "aten::hardshrink", hardshrink);
QUERN_TRANSLATOR(Call, "aten::threshold", threshold);
QUERN_TRANSLATOR(Call, "aten::glu", glu);
QUERN_TRANSLATOR(Call, "aten::rrelu", rrelu);

}  // namespace
}  // namespace quern::frontend::pytorch
