#include "layers/functions/logarithm.hpp"

#include <cmath>
#include <limits>

#include "isa/l2_tables.hpp"
#include "layers/functions/exponential.hpp"

namespace quern::bm1684 {
namespace {

double relative_logarithm(double r) { return r == 0 ? 1 : std::log1p(r) / r; }

}  // namespace

// The chip's nearest power of two changes between 1.33323 and 1.33336 (vectors' README, item 16).
Polynomial logarithm_near_one() { return interpolate(relative_logarithm, -0.3335, 0.3335, 11); }
Polynomial logarithm_above_one() { return interpolate(relative_logarithm, 0, 1, 11); }

// x = p * (1 + r) with a power of two p = 2^q: ln x = q * ln 2 + ln(1 + r).
void logarithm(Elements& e, const Operand& y, const Operand& x, const Polynomial& near_one) {
  const Temporary power(e), rest(e);
  e.maximum(rest, x, constant(std::numeric_limits<float>::min()));
  e.nearest_power(power, rest);
  e.bits_xor(y, power, 0x7f80'0000);  // 2 / p: the exponents' bits turned around
  e.multiply(rest, rest, y);
  e.multiply(rest, rest, constant(0.5f));
  e.subtract(rest, rest, constant(1.0f));
  evaluate(e, y, rest, near_one);
  e.multiply(y, y, rest);
  e.shift_right(power, power, 23);
  e.look_up(power, power, kTableExponentLog);
  e.add(y, y, power);
}

// max(x, 0) + ln(1 + e^-|x|)
void softplus(Elements& e, const Operand& y, const Operand& x, const Polynomial& above_one) {
  const Temporary power(e);
  e.bits_or(power, x, 0x8000'0000);
  exponential(e, power, power);
  evaluate(e, y, power, above_one);
  e.multiply(y, y, power);
  e.maximum(power, x, constant(0.0f));
  e.add(y, y, power);
}

}  // namespace quern::bm1684
