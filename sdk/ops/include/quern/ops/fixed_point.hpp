// The rounding and saturation rules of the BM1684's INT8 arithmetic, as docs/canonical.md states them. Every
// integer kernel of Quern takes them from here.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace quern::ops {

// Shifts of the chip are at most this wide.
inline constexpr int kMaxShift = 31;

// (value + 2^(shift-1)) >> shift: rounds half up. The same sum without its overflow: the bit that is shifted
// out last decides. `shift` is 0 to kMaxShift.
constexpr int32_t round_shift(int32_t value, int shift) {
  return shift == 0 ? value : (value >> shift) + ((value >> (shift - 1)) & 1);
}

// Clamps to the range of T (int8_t, uint8_t, int16_t).
template <class T>
constexpr T saturate(int64_t value) {
  constexpr int64_t low = std::numeric_limits<T>::min(), high = std::numeric_limits<T>::max();
  return T(value < low ? low : value > high ? high : value);
}

// Clamps to the chip's 16-bit intermediate results.
constexpr int32_t saturate16(int64_t value) { return saturate<int16_t>(value); }

// The integer for `x`: float32 product, half away from zero, saturated to T (int8_t or uint8_t); NaN gives 0.
template <class T>
T quantise_float(float x, float inverse_scale) {
  const float product = x * inverse_scale;
  if (std::isnan(product)) return 0;
  const float rounded = std::trunc(product + std::copysign(0.5f, product));
  constexpr auto low = float(std::numeric_limits<T>::min()), high = float(std::numeric_limits<T>::max());
  return T(rounded < low ? low : rounded > high ? high : rounded);
}

}  // namespace quern::ops
