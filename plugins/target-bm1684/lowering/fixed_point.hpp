// Turning real factors into the shifts and 8-bit multipliers of the chip
// (target description: "INT8 quantisation scheme per operator").
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>

namespace quern::bm1684 {

inline constexpr int kMaxShift = 31;         // width of the shift field
inline constexpr int kMaxElementShift = 15;  // intermediates of tensor arithmetic are 16 bits wide

// y = (x * multiplier + 2^(shift-1)) >> shift
struct Multiplier {
  int multiplier = 1;
  int shift = 0;
};

// The right shift for weights whose largest magnitude, in units of output step per input step, is `maximum`:
// one less than the number of doublings that bring it to 127 or more, so that weights * 2^shift just fit
// int8. -1 where they do not fit without a shift.
inline int weight_shift(double maximum) {
  if (!(maximum > 0)) return 0;
  int doublings = 0;
  while (maximum < 127 && doublings <= kMaxShift) {
    maximum *= 2;
    ++doublings;
  }
  return doublings - 1;
}

// The best 7-bit multiplier and shift for a real factor (either sign), or nothing where |factor| >= 127.5.
inline std::optional<Multiplier> multiplier_for(double factor) {
  const double magnitude = std::fabs(factor);
  if (!(magnitude < 127.5)) return std::nullopt;
  if (magnitude == 0) return Multiplier{0, 0};
  int shift = static_cast<int>(std::floor(std::log2(127 / magnitude)));
  if (shift < 0) shift = 0;
  if (shift > kMaxElementShift) shift = kMaxElementShift;
  const int value = static_cast<int>(std::round(std::ldexp(magnitude, shift)));
  return Multiplier{factor < 0 ? -value : value, shift};
}

}  // namespace quern::bm1684
