// Signs and rounding, of integers too.
#include <cmath>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

// Of integers these are the integers themselves.
void rounded(Call& call, const char* op) {
  const std::string x = call.tensor(0);
  call.make(is_float(call.type(x)) ? op : "Identity", {x});
}
void floor(Call& call) { rounded(call, "Floor"); }
void ceil(Call& call) { rounded(call, "Ceil"); }

void round(Call& call) {
  const double decimals = call.number(
      1, call.to_number(call.keyword("decimals").is_none() ? Value(int64_t(0)) : call.keyword("decimals")));
  if (decimals == 0) return rounded(call, "Round");
  const std::string factor = call.scalar("factor", std::pow(10, decimals));
  const std::string scaled = call.add("scaled", "Mul", {call.tensor(0), factor});
  call.make("Div", {call.add("rounded", "Round", {scaled}), factor});
}

// Towards zero.
void trunc(Call& call) {
  const std::string x = call.tensor(0);
  if (!is_float(call.type(x))) return call.make("Identity", {x});
  const std::string size = call.add("size", "Floor", {call.add("absolute", "Abs", {x})});
  call.make("Mul", {size, call.add("sign", "Sign", {x})});
}

void frac(Call& call) {
  const std::string x = call.tensor(0);
  const std::string size = call.add("size", "Floor", {call.add("absolute", "Abs", {x})});
  call.make("Sub", {x, call.add("whole", "Mul", {size, call.add("sign", "Sign", {x})})});
}

void neg(Call& call) { call.make("Neg", {call.tensor(0)}); }
void absolute(Call& call) { call.make("Abs", {call.tensor(0)}); }
void sign(Call& call) { call.make("Sign", {call.tensor(0)}); }
void square(Call& call) {
  const std::string x = call.tensor(0);
  call.make("Mul", {x, x});
}
void positive(Call& call) { call.give_argument(0); }

// With integer exponents the element type stays what it is.
void pow(Call& call) {
  const DataType type = promoted(call, {call.arg(0), call.arg(1)});
  const std::string base = operand(call, call.arg(0), type);
  if (!call.is_tensor(1) && call.number(1) == 2) return call.make("Mul", {base, base});
  if (!call.is_tensor(1) && call.number(1) == 0.5) return call.make("Sqrt", {base});
  if (!call.is_tensor(1) && call.number(1) == 1) return call.make("Identity", {base});
  call.make("Pow", {base, operand(call, call.arg(1), type)});
}

QUERN_TRANSLATOR(Call, "aten::floor", floor);
QUERN_TRANSLATOR(Call, "aten::ceil", ceil);
QUERN_TRANSLATOR(Call, "aten::round", round);
QUERN_TRANSLATOR(Call, "aten::trunc", trunc);
QUERN_TRANSLATOR(Call, "aten::fix", trunc);
QUERN_TRANSLATOR(Call, "aten::frac", frac);
QUERN_TRANSLATOR(Call, "aten::neg", neg);
QUERN_TRANSLATOR(Call, "aten::negative", neg);
QUERN_TRANSLATOR(Call, "aten::abs", absolute);
QUERN_TRANSLATOR(Call, "aten::absolute", absolute);
QUERN_TRANSLATOR(Call, "aten::sign", sign);
QUERN_TRANSLATOR(Call, "aten::sgn", sign);
QUERN_TRANSLATOR(Call, "aten::square", square);
QUERN_TRANSLATOR(Call, "aten::positive", positive);
QUERN_TRANSLATOR(Call, "aten::pow", pow);
QUERN_TRANSLATOR(Call, "aten::float_power", pow);

}  // namespace
}  // namespace quern::frontend::pytorch
