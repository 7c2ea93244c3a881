#include "layers/functions/rounding.hpp"

namespace quern::bm1684 {

// Beyond 2^23 all floats are integers: those parts of x go around the rounding.
void round_to_even(Elements& e, const Operand& y, const Operand& x) {
  constexpr float kLimit = 0x1p23f;
  const Temporary near(e), bias(e);
  e.maximum(near, x, constant(-kLimit));
  e.minimum(near, near, constant(kLimit));
  e.bits_and(bias, x, 0x8000'0000);
  e.bits_or(bias, bias, 0x4b00'0000);  // 2^23 with the sign of x
  e.subtract(y, x, near);
  e.add(near, near, bias);
  e.subtract(near, near, bias);
  e.add(y, y, near);
}

void round_down(Elements& e, const Operand& y, const Operand& x) {
  round_to_even(e, y, x);
  const Temporary excess(e);
  e.select_greater(excess, y, x, 1);
  e.subtract(y, y, excess);
}

void round_up(Elements& e, const Operand& y, const Operand& x) {
  round_to_even(e, y, x);
  const Temporary lack(e);
  e.select_greater(lack, x, y, 1);
  e.add(y, y, lack);
}

void sign(Elements& e, const Operand& y, const Operand& x) {
  const Temporary negative(e);
  e.multiply(negative, x, constant(-1.0f));
  e.select_greater(negative, negative, constant(0.0f), 1);
  e.select_greater(y, x, constant(0.0f), 1);
  e.subtract(y, y, negative);
}

}  // namespace quern::bm1684
