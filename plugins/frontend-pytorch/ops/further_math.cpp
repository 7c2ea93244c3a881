// Less common functions of one or two tensors.
#include <cmath>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

std::string real(Call& call, size_t i) { return operand(call, call.arg(i), DataType::Float); }

void degrees(Call& call) {
  call.make("Mul", {real(call, 0), call.scalar("factor", 180 / 3.14159265358979323846)});
}
void radians(Call& call) {
  call.make("Mul", {real(call, 0), call.scalar("factor", 3.14159265358979323846 / 180)});
}

// log(exp(a) + exp(b)) = max + log(1 + exp(-|a - b|))
void logaddexp(Call& call) {
  const std::string a = real(call, 0), b = real(call, 1);
  const std::string distance = call.add("distance", "Abs", {call.add("difference", "Sub", {a, b})});
  const std::string rest = call.add("rest", "Softplus", {call.add("negative", "Neg", {distance})});
  call.make("Add", {call.add("larger", "Max", {a, b}), rest});
}
// x log(y), and 0 where x is 0.
void xlogy(Call& call) {
  const std::string x = real(call, 0);
  const std::string product = call.add("product", "Mul", {x, call.add("log", "Log", {real(call, 1)})});
  const std::string zero = call.scalar("zero", 0);
  call.make("Where", {call.add("is_zero", "Equal", {x, zero}), zero, product});
}
// 0 below 0, 1 above, the second operand at 0.
void heaviside(Call& call) {
  const std::string x = real(call, 0), zero = call.scalar("zero", 0);
  const std::string step = call.cast(call.add("above", "Greater", {x, zero}), DataType::Float);
  call.make("Where", {call.add("is_zero", "Equal", {x, zero}), real(call, 1), step});
}
// The size of the first with the sign of the second. (Of -0 the sign is taken as plus.)
void copysign(Call& call) {
  const std::string size = call.add("size", "Abs", {real(call, 0)});
  const std::string negative = call.add("negative", "Less", {real(call, 1), call.scalar("zero", 0)});
  call.make("Where", {negative, call.add("minus", "Neg", {size}), size});
}
void signbit(Call& call) { call.make("Less", {real(call, 0), call.scalar("zero", 0)}); }

// The cross product along an axis of three.
void cross(Call& call) {
  const std::string a = call.tensor(0), b = call.tensor(1);
  const Shape shape = call.shape(a);
  int64_t axis = call.op() == "aten::linalg_cross" ? -1 : 0;
  const Value& given = call.arg_or_keyword(2, "dim");
  if (!given.is_none())
    axis = call.to_integer(given);
  else if (axis == 0)
    while (size_t(axis) < shape.size() && shape[size_t(axis)] != 3) ++axis;
  axis = call.axis_of(axis, shape.size());
  if (shape[size_t(axis)] != 3)
    throw call.wrong("the axis has " + std::to_string(shape[size_t(axis)]) + " entries, not 3");
  const auto turned = [&](const std::string& x, const std::vector<int64_t>& order) {
    return call.add("turned", "Gather", {x, call.ints_constant("order", order)}, {{"axis", axis}});
  };
  const std::string first = call.add("first", "Mul", {turned(a, {1, 2, 0}), turned(b, {2, 0, 1})});
  call.make("Sub", {first, call.add("second", "Mul", {turned(a, {2, 0, 1}), turned(b, {1, 2, 0})})});
}

// x1 [..., P, M], x2 [..., R, M], p: distances of all pairs.
void cdist(Call& call) {
  const double p = call.number(2, 2);
  const std::string a = call.add("rows", "Unsqueeze", {call.tensor(0), call.ints_constant("row_axis", {-2})});
  const std::string b =
      call.add("columns", "Unsqueeze", {call.tensor(1), call.ints_constant("column_axis", {-3})});
  const std::string difference = call.add("difference", "Sub", {a, b});
  const std::vector<int64_t> axes = {-1};
  if (p == 2) return call.make("ReduceL2", {difference}, {{"axes", axes}, {"keepdims", int64_t(0)}});
  if (p == 1) return call.make("ReduceL1", {difference}, {{"axes", axes}, {"keepdims", int64_t(0)}});
  throw Call::unsupported("distances with p = " + std::to_string(p));
}

QUERN_TRANSLATOR(Call, "aten::rad2deg", degrees);
QUERN_TRANSLATOR(Call, "aten::deg2rad", radians);
QUERN_TRANSLATOR(Call, "aten::logaddexp", logaddexp);
QUERN_TRANSLATOR(Call, "aten::xlogy", xlogy);
QUERN_TRANSLATOR(Call, "aten::special_xlogy", xlogy);
QUERN_TRANSLATOR(Call, "aten::heaviside", heaviside);
QUERN_TRANSLATOR(Call, "aten::copysign", copysign);
QUERN_TRANSLATOR(Call, "aten::signbit", signbit);
QUERN_TRANSLATOR(Call, "aten::cross", cross);
QUERN_TRANSLATOR(Call, "aten::linalg_cross", cross);
QUERN_TRANSLATOR(Call, "aten::cdist", cdist);

}  // namespace
}  // namespace quern::frontend::pytorch
