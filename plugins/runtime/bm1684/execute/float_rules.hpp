// Where the chip's fp32 arithmetic differs from IEEE 754, as the golden vectors show.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace quern::bm1684 {

// Products too small for a normal number become a zero of their sign.
inline float product(float a, float b) {
  const float p = a * b;
  return std::fabs(p) < 0x1p-126f ? std::copysign(0.0f, p) : p;
}

// Of two zeros the maximum is the second operand, the minimum the first.
inline float larger(float a, float b) { return a > b ? a : b; }
inline float smaller(float a, float b) { return b < a ? b : a; }

// 1 / sqrt(x): three steps of Newton's method from the well-known estimate on the bits of x. Each operation
// is rounded, in this order; found from the vectors, whose every bit it gives.
inline float reciprocal_sqrt(float x) {
  float y = std::bit_cast<float>(0x5F3759DFu - (std::bit_cast<uint32_t>(x) >> 1));
  const float half = 0.5f * x;
  for (int step = 0; step < 3; ++step) y = y * (1.5f - half * y * y);
  return y;
}

// a / b: by the reciprocal, which is the square of the reciprocal square root.
inline float quotient(float a, float b) {
  const float root = reciprocal_sqrt(std::fabs(b));
  return a * std::copysign(root * root, b);
}

}  // namespace quern::bm1684
