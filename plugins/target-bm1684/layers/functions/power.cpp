#include "layers/functions/power.hpp"

#include <cmath>
#include <limits>

namespace quern::bm1684 {
namespace {

constexpr float kHighest = 8;

// y = x^p for whole p >= 1: the bits of p below the highest say when to multiply by x between squarings.
void whole_power(Elements& e, const Operand& y, const Operand& x, int p) {
  if (p == 1) return e.multiply(y, x, constant(1.0f));
  int bit = 1;
  while (bit * 2 <= p) bit *= 2;
  bool is_first = true;
  while (bit > 1) {
    bit /= 2;
    const Operand& power = is_first ? x : y;
    e.multiply(y, power, power);
    if (p & bit) e.multiply(y, y, x);
    is_first = false;
  }
}

}  // namespace

// x * 1/sqrt(x), with 0 at 0.
void square_root(Elements& e, const Operand& y, const Operand& x) {
  e.maximum(y, x, constant(std::numeric_limits<float>::min()));
  e.reciprocal_sqrt(y, y);
  e.multiply(y, y, x);
}

bool has_exact_power(float p) {
  return std::fabs(p) == 0.5f || (std::fabs(p) <= kHighest && p == std::floor(p));
}

void exact_power(Elements& e, const Operand& y, const Operand& x, float p) {
  if (p == 0.5f) return square_root(e, y, x);
  if (p == -0.5f) return e.reciprocal_sqrt(y, x);
  if (p == 0) {
    e.multiply(y, x, constant(0.0f));
    return e.add(y, y, constant(1.0f));
  }
  whole_power(e, y, x, int(std::fabs(p)));
  if (p < 0) e.divide(y, constant(1.0f), y);
}

}  // namespace quern::bm1684
