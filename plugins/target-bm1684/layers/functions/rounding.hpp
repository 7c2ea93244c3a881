// Rounding to integers by the rounding of sums.
#pragma once

#include "layers/functions/elements.hpp"

namespace quern::bm1684 {

// 1.5 * 2^23. For |x| <= 2^22 the sum with it is rounded to an integer, halves to even, which its lowest bits
// hold in two's complement; the difference to it is that integer as a float.
inline constexpr float kRoundingBias = 12582912.0f;

// y = the integer next to x, halves to even; exact for all finite x.
void round_to_even(Elements& e, const Operand& y, const Operand& x);
void round_down(Elements& e, const Operand& y, const Operand& x);
void round_up(Elements& e, const Operand& y, const Operand& x);
// y = -1, 0 or 1
void sign(Elements& e, const Operand& y, const Operand& x);

}  // namespace quern::bm1684
