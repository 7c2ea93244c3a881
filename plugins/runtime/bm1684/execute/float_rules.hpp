// Where the chip's fp32 arithmetic differs from IEEE 754, as the golden vectors show.
#pragma once

#include <cmath>

namespace quern::bm1684 {

// Products too small for a normal number become a zero of their sign.
inline float product(float a, float b) {
  const float p = a * b;
  return std::fabs(p) < 0x1p-126f ? std::copysign(0.0f, p) : p;
}

// Of two zeros the maximum is the second operand, the minimum the first.
inline float larger(float a, float b) { return a > b ? a : b; }
inline float smaller(float a, float b) { return b < a ? b : a; }

}  // namespace quern::bm1684
