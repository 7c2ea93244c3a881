// Sums, products and quotients with PyTorch's type promotion.
#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

// The second operand, multiplied by alpha where that is not 1.
std::string scaled(Call& call, const Value& value, const Value& alpha, DataType type) {
  const std::string x = operand(call, value, type);
  if (alpha.is_none() || (!alpha.ref<TensorValue>() && call.to_number(alpha) == 1)) return x;
  return call.add("scaled", "Mul", {x, operand(call, alpha, type)});
}

DataType common(Call& call) { return promoted(call, {call.arg(0), call.arg(1)}); }

void add(Call& call) {
  const Value& alpha = call.arg_or_keyword(2, "alpha");
  const DataType type = promoted(call, {call.arg(0), call.arg(1), alpha.is_none() ? call.arg(0) : alpha});
  if (type == DataType::Bool)  // a sum of truth values is "or"
    return call.make("Or", {operand(call, call.arg(0), type), operand(call, call.arg(1), type)});
  call.make("Add", {operand(call, call.arg(0), type), scaled(call, call.arg(1), alpha, type)});
}

void sub(Call& call) {
  const DataType type = common(call);
  call.make("Sub", {operand(call, call.arg(0), type),
                    scaled(call, call.arg(1), call.arg_or_keyword(2, "alpha"), type)});
}

// The other way round: second - alpha * first.
void rsub(Call& call) {
  const DataType type = common(call);
  const std::string first = scaled(call, call.arg(0), call.arg_or_keyword(2, "alpha"), type);
  call.make("Sub", {operand(call, call.arg(1), type), first});
}

void mul(Call& call) {
  const DataType type = common(call);
  call.make(type == DataType::Bool ? "And" : "Mul",
            {operand(call, call.arg(0), type), operand(call, call.arg(1), type)});
}

// floor(a / b) of integers; ONNX divides them towards zero.
void floor_quotient(Call& call, DataType type) {
  const std::string a = operand(call, call.arg(0), type), b = operand(call, call.arg(1), type);
  if (is_float(type)) return call.make("Floor", {call.add("quotient", "Div", {a, b})});
  const std::string rest = call.add("rest", "Mod", {a, b}, {{"fmod", int64_t(0)}});
  call.make("Div", {call.add("divisible", "Sub", {a, rest}), b});
}

void trunc_quotient(Call& call, DataType type) {
  const std::string a = operand(call, call.arg(0), type), b = operand(call, call.arg(1), type);
  if (!is_float(type)) return call.make("Div", {a, b});
  const std::string quotient = call.add("quotient", "Div", {a, b});
  const std::string size = call.add("size", "Floor", {call.add("absolute", "Abs", {quotient})});
  call.make("Mul", {size, call.add("sign", "Sign", {quotient})});
}

void div(Call& call) {
  DataType type = common(call);
  const Value& mode = call.arg_or_keyword(2, "rounding_mode");
  if (const auto* text = mode.get<std::string>()) {
    if (*text == "floor") return floor_quotient(call, type);
    if (*text == "trunc") return trunc_quotient(call, type);
  }
  type = DataType::Float;  // true division
  call.make("Div", {operand(call, call.arg(0), type), operand(call, call.arg(1), type)});
}

void floor_divide(Call& call) { floor_quotient(call, common(call)); }

// With the sign of the divisor.
void remainder(Call& call) {
  const DataType type = common(call);
  const std::string a = operand(call, call.arg(0), type), b = operand(call, call.arg(1), type);
  if (!is_float(type)) return call.make("Mod", {a, b}, {{"fmod", int64_t(0)}});
  const std::string floor = call.add("floor", "Floor", {call.add("quotient", "Div", {a, b})});
  call.make("Sub", {a, call.add("multiple", "Mul", {floor, b})});
}

// With the sign of the dividend.
void fmod(Call& call) {
  const DataType type = common(call);
  call.make("Mod", {operand(call, call.arg(0), type), operand(call, call.arg(1), type)},
            {{"fmod", int64_t(1)}});
}

// self + value * first * second, and with a quotient.
void addc(Call& call, const char* op) {
  const Value& value = call.arg_or_keyword(3, "value");
  const DataType type = promoted(call, {call.arg(0), call.arg(1), call.arg(2)});
  std::string term =
      call.add("term", op, {operand(call, call.arg(1), type), operand(call, call.arg(2), type)});
  if (!value.is_none() && call.to_number(value) != 1)
    term = call.add("scaled", "Mul", {term, operand(call, value, type)});
  call.make("Add", {operand(call, call.arg(0), type), term});
}
void addcmul(Call& call) { addc(call, "Mul"); }
void addcdiv(Call& call) { addc(call, "Div"); }

// start + weight * (end - start)
void lerp(Call& call) {
  const std::string start = call.tensor(0);
  const std::string way = call.add("way", "Sub", {call.tensor(1), start});
  const std::string step = call.add("step", "Mul", {way, operand(call, call.arg(2), DataType::Float)});
  call.make("Add", {start, step});
}

void hypot(Call& call) {
  const std::string a = call.tensor(0), b = call.tensor(1);
  call.make("Sqrt", {call.add("sum", "Add", {call.add("a2", "Mul", {a, a}), call.add("b2", "Mul", {b, b})})});
}

// The angle of the point (x, y) from the quotient's arctangent and the quadrant.
void atan2(Call& call) {
  const std::string y = call.cast(call.tensor(0), DataType::Float),
                    x = call.cast(call.tensor(1), DataType::Float);
  const std::string zero = call.scalar("zero", 0), pi = call.scalar("pi", 3.14159265358979323846);
  const std::string half = call.scalar("half_pi", 3.14159265358979323846 / 2);
  const std::string base = call.add("base", "Atan", {call.add("quotient", "Div", {y, x})});
  const std::string left = call.add("left", "Less", {x, zero}), below = call.add("below", "Less", {y, zero});
  const std::string turn = call.add("turn", "Where", {below, call.add("minus_pi", "Neg", {pi}), pi});
  const std::string turned = call.add("turned", "Where", {left, call.add("sum", "Add", {base, turn}), base});
  // On the axis x = 0 the quotient is infinite or 0 / 0.
  const std::string on_axis = call.add("on_axis", "Equal", {x, zero});
  const std::string upright = call.add("upright", "Mul", {call.add("sign", "Sign", {y}), half});
  call.make("Where", {on_axis, upright, turned});
}

QUERN_TRANSLATOR(Call, "aten::add", add);
QUERN_TRANSLATOR(Call, "aten::sub", sub);
QUERN_TRANSLATOR(Call, "aten::subtract", sub);
QUERN_TRANSLATOR(Call, "aten::rsub", rsub);
QUERN_TRANSLATOR(Call, "aten::mul", mul);
QUERN_TRANSLATOR(Call, "aten::multiply", mul);
QUERN_TRANSLATOR(Call, "aten::div", div);
QUERN_TRANSLATOR(Call, "aten::divide", div);
QUERN_TRANSLATOR(Call, "aten::true_divide", div);
QUERN_TRANSLATOR(Call, "aten::floor_divide", floor_divide);
QUERN_TRANSLATOR(Call, "aten::floordiv", floor_divide);
QUERN_TRANSLATOR(Call, "aten::remainder", remainder);
QUERN_TRANSLATOR(Call, "aten::fmod", fmod);
QUERN_TRANSLATOR(Call, "aten::addcmul", addcmul);
QUERN_TRANSLATOR(Call, "aten::addcdiv", addcdiv);
QUERN_TRANSLATOR(Call, "aten::lerp", lerp);
QUERN_TRANSLATOR(Call, "aten::hypot", hypot);
QUERN_TRANSLATOR(Call, "aten::atan2", atan2);
QUERN_TRANSLATOR(Call, "aten::arctan2", atan2);

}  // namespace
}  // namespace quern::frontend::pytorch
