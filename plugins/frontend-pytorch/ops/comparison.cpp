// Comparisons, logic, and choosing by truth values.
#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

struct Operands {
  std::string a, b;
};
Operands operands(Call& call) {
  DataType type = promoted(call, {call.arg(0), call.arg(1)});
  const std::string op = call.op();
  // ONNX orders numbers only.
  if (type == DataType::Bool && op != "aten::eq" && op != "aten::ne") type = DataType::Int32;
  return {operand(call, call.arg(0), type), operand(call, call.arg(1), type)};
}

void compare(Call& call, const char* op) {
  const Operands o = operands(call);
  call.make(op, {o.a, o.b});
}
void eq(Call& call) { compare(call, "Equal"); }
void lt(Call& call) { compare(call, "Less"); }
void le(Call& call) { compare(call, "LessOrEqual"); }
void gt(Call& call) { compare(call, "Greater"); }
void ge(Call& call) { compare(call, "GreaterOrEqual"); }
void ne(Call& call) {
  const Operands o = operands(call);
  call.make("Not", {call.add("equal", "Equal", {o.a, o.b})});
}

// Truth values: as they are, or whether numbers differ from 0.
void logic(Call& call, const char* op) {
  call.make(op, {operand(call, call.arg(0), DataType::Bool), operand(call, call.arg(1), DataType::Bool)});
}
void logical_and(Call& call) { logic(call, "And"); }
void logical_or(Call& call) { logic(call, "Or"); }
void logical_xor(Call& call) { logic(call, "Xor"); }
void logical_not(Call& call) { call.make("Not", {call.cast(call.tensor(0), DataType::Bool)}); }

// Bits of integers exist in opset 18 only; those of truth values are logic.
void bits(Call& call, const char* op) {
  if (promoted(call, {call.arg(0), call.arg(1)}) != DataType::Bool) {
    if (call.is_tensor(0)) call.session().require_type(call.tensor(0), DataType::Bool);
    if (call.is_tensor(1)) call.session().require_type(call.tensor(1), DataType::Bool);
    throw Call::unsupported("bitwise operations on integers");
  }
  logic(call, op);
}
void bits_and(Call& call) { bits(call, "And"); }
void bits_or(Call& call) { bits(call, "Or"); }
void bits_xor(Call& call) { bits(call, "Xor"); }
void bits_not(Call& call) {
  const std::string x = call.tensor(0);
  call.session().require_type(x, DataType::Bool);
  if (call.type(x) == DataType::Bool) return call.make("Not", {x});
  // ~x = -x - 1 in two's complement.
  const DataType type = call.type(x);
  call.make("Sub", {call.add("negative", "Neg", {x}), call.scalar("one", 1, type)});
}

// Products with powers of two; to the right rounded down.
void shift_left(Call& call) {
  const DataType type = promoted(call, {call.arg(0), call.arg(1)});
  const std::string factor = call.add(
      "factor", "Pow", {call.scalar("two", 2, DataType::Int64), operand(call, call.arg(1), DataType::Int64)});
  call.make("Mul", {operand(call, call.arg(0), type), call.cast(factor, type)});
}

void isnan(Call& call) { call.make("IsNaN", {call.cast(call.tensor(0), DataType::Float)}); }
void isinf(Call& call) { call.make("IsInf", {call.cast(call.tensor(0), DataType::Float)}); }
void isfinite(Call& call) {
  const std::string x = call.cast(call.tensor(0), DataType::Float);
  call.make("Not",
            {call.add("odd", "Or", {call.add("infinite", "IsInf", {x}), call.add("nan", "IsNaN", {x})})});
}
// Numbers for what is not one: nan, +inf, -inf.
void nan_to_num(Call& call) {
  const std::string x = call.tensor(0);
  constexpr double kLargest = 3.4028234663852886e38;
  const std::string clipped = call.add(
      "clipped", "Clip",
      {x, call.scalar("low", call.number(3, -kLargest)), call.scalar("high", call.number(2, kLargest))});
  call.make("Where", {call.add("nan", "IsNaN", {x}), call.scalar("for_nan", call.number(1, 0)), clipped});
}

void where(Call& call) {
  std::string condition = call.tensor(0);
  call.session().require_type(condition, DataType::Bool);
  condition = call.cast(condition, DataType::Bool);
  if (call.count() == 1)
    throw Call::unsupported("the number of places where a tensor is true depends on the data");
  const DataType type = promoted(call, {call.arg(1), call.arg(2)});
  call.make("Where", {condition, operand(call, call.arg(1), type), operand(call, call.arg(2), type)});
}

// self where the mask is false, else the value.
void masked_fill(Call& call) {
  const std::string x = call.tensor(0);
  std::string mask = call.tensor(1);
  call.session().require_type(mask, DataType::Bool);
  mask = call.cast(mask, DataType::Bool);
  call.make("Where", {mask, operand(call, call.arg(2), call.type(x)), x});
}

// |a - b| <= atol + rtol |b|, everywhere.
void isclose(Call& call) {
  const std::string a = call.tensor(0), b = call.tensor(1);
  const std::string distance = call.add("distance", "Abs", {call.add("difference", "Sub", {a, b})});
  const std::string relative =
      call.add("relative", "Mul", {call.add("size", "Abs", {b}), call.scalar("rtol", call.number(2, 1e-5))});
  call.make("LessOrEqual",
            {distance, call.add("limit", "Add", {relative, call.scalar("atol", call.number(3, 1e-8))})});
}

QUERN_TRANSLATOR(Call, "aten::eq", eq);
QUERN_TRANSLATOR(Call, "aten::ne", ne);
QUERN_TRANSLATOR(Call, "aten::not_equal", ne);
QUERN_TRANSLATOR(Call, "aten::lt", lt);
QUERN_TRANSLATOR(Call, "aten::less", lt);
QUERN_TRANSLATOR(Call, "aten::le", le);
QUERN_TRANSLATOR(Call, "aten::less_equal", le);
QUERN_TRANSLATOR(Call, "aten::gt", gt);
QUERN_TRANSLATOR(Call, "aten::greater", gt);
QUERN_TRANSLATOR(Call, "aten::ge", ge);
QUERN_TRANSLATOR(Call, "aten::greater_equal", ge);
QUERN_TRANSLATOR(Call, "aten::logical_and", logical_and);
QUERN_TRANSLATOR(Call, "aten::logical_or", logical_or);
QUERN_TRANSLATOR(Call, "aten::logical_xor", logical_xor);
QUERN_TRANSLATOR(Call, "aten::logical_not", logical_not);
QUERN_TRANSLATOR(Call, "aten::bitwise_and", bits_and);
QUERN_TRANSLATOR(Call, "aten::bitwise_or", bits_or);
QUERN_TRANSLATOR(Call, "aten::bitwise_xor", bits_xor);
QUERN_TRANSLATOR(Call, "aten::__and__", bits_and);
QUERN_TRANSLATOR(Call, "aten::__or__", bits_or);
QUERN_TRANSLATOR(Call, "aten::__xor__", bits_xor);
QUERN_TRANSLATOR(Call, "aten::__iand__", bits_and);
QUERN_TRANSLATOR(Call, "aten::__ior__", bits_or);
QUERN_TRANSLATOR(Call, "aten::bitwise_not", bits_not);
QUERN_TRANSLATOR(Call, "aten::bitwise_left_shift", shift_left);
QUERN_TRANSLATOR(Call, "aten::__lshift__", shift_left);
QUERN_TRANSLATOR(Call, "aten::isnan", isnan);
QUERN_TRANSLATOR(Call, "aten::isinf", isinf);
QUERN_TRANSLATOR(Call, "aten::isfinite", isfinite);
QUERN_TRANSLATOR(Call, "aten::nan_to_num", nan_to_num);
QUERN_TRANSLATOR(Call, "aten::where", where);
QUERN_TRANSLATOR(Call, "aten::masked_fill", masked_fill);
QUERN_TRANSLATOR(Call, "aten::isclose", isclose);

}  // namespace
}  // namespace quern::frontend::pytorch
