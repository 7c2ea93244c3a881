#include "layers/functions/exponential.hpp"

#include "isa/l2_tables.hpp"
#include "layers/functions/rounding.hpp"

namespace quern::bm1684 {
namespace {

// 0.5^9 / 9!: what the first term left out may add.
constexpr int kTerms = 8;

// e^x = power * (1 + rest): power = e^i for the integer i next to x, rest = e^(x - i) - 1. x may be one of
// the results.
void split(Elements& e, const Operand& power, const Operand& rest, const Operand& x) {
  const Temporary clamped(e);
  e.maximum(clamped, x, constant(float(kExpLowest)));
  e.minimum(clamped, clamped, constant(float(kExpHighest)));
  e.add(power, clamped, constant(kRoundingBias));  // its lowest bits are i now
  e.subtract(rest, power, constant(kRoundingBias));
  e.subtract(clamped, clamped, rest);
  e.look_up(power, power, kTableExp);
  e.series(rest, clamped, kTaylorExp, kTerms);
}

}  // namespace

void exponential(Elements& e, const Operand& y, const Operand& x) {
  const Temporary power(e);
  split(e, power, y, x);
  e.add(y, y, constant(1.0f));
  e.multiply(y, y, power);
}

void exponential_minus_one(Elements& e, const Operand& y, const Operand& x) {
  const Temporary power(e);
  split(e, power, y, x);
  e.multiply(y, y, power);
  e.subtract(power, power, constant(1.0f));
  e.add(y, y, power);
}

void sigmoid(Elements& e, const Operand& y, const Operand& x) {
  e.multiply(y, x, constant(-1.0f));
  exponential(e, y, y);
  e.add(y, y, constant(1.0f));
  e.divide(y, constant(1.0f), y);
}

void gated(Elements& e, const Operand& y, const Operand& x, float slope) {
  e.multiply(y, x, constant(-slope));
  exponential(e, y, y);
  e.add(y, y, constant(1.0f));
  e.divide(y, x, y);
}

// (e^2x - 1) / (e^2x + 1)
void hyperbolic_tangent(Elements& e, const Operand& y, const Operand& x) {
  e.multiply(y, x, constant(2.0f));
  e.minimum(y, y, constant(40.0f));  // 1 from there on, and no overflow
  exponential_minus_one(e, y, y);
  const Temporary below(e);
  e.add(below, y, constant(2.0f));
  e.divide(y, y, below);
}

// With p = e^x: tanh(ln(1 + p)) = n / (n + 2) where n = p * (p + 2).
void mish(Elements& e, const Operand& y, const Operand& x) {
  e.minimum(y, x, constant(40.0f));  // 1 from there on, and no overflow
  exponential(e, y, y);
  const Temporary n(e);
  e.add(n, y, constant(2.0f));
  e.multiply(n, n, y);
  e.add(y, n, constant(2.0f));
  e.divide(y, n, y);
  e.multiply(y, y, x);
}

}  // namespace quern::bm1684
