// The chip's fixed-point rules (arithmetic.md 5.2).
#pragma once

#include <algorithm>
#include <cstdint>

#include "isa/types.hpp"

namespace quern::bm1684 {

// (value + 2^(shift-1)) >> shift: rounds half up.
inline int64_t round_shift(int64_t value, int shift) {
  return shift == 0 ? value : (value + (int64_t(1) << (shift - 1))) >> shift;
}

// The range that results are saturated to.
struct ValueRange {
  int64_t lowest, highest;
  [[nodiscard]] int32_t clamp(int64_t value) const { return int32_t(std::clamp(value, lowest, highest)); }
};

inline ValueRange result_range(Precision precision, bool is_signed) {
  const int bits = 8 * bytes_of(precision);
  if (is_signed) return {-(int64_t(1) << (bits - 1)), (int64_t(1) << (bits - 1)) - 1};
  return {0, (int64_t(1) << bits) - 1};
}

}  // namespace quern::bm1684
