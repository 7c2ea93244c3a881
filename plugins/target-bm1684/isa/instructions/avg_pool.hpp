// Average over a window (tsk_typ 1, eu 1, constant weight); padding counts as 0.
//   f32: the sum of x * weight.
//   i8:  (sum * T + 2^(right_shift-1)) >> right_shift, where T is the chip's own multiplier for the kernel's
//   area
//        (vectors' README, item 2): the constant in the command is ignored.
#pragma once

#include "../findings.hpp"
#include "../text.hpp"
#include "bd_common.hpp"

namespace quern::bm1684 {

struct AvgPool {
  Dims input;  // n and c are those of the result
  Dims result;
  Window window;        // without dilation and inserts
  Operand x, y;         // aligned
  uint32_t weight = 0;  // f32: its bits, e.g. of 1/area; i8: ignored, by custom the multiplier
  bool weight_is_signed = true;
  int right_shift = 0;  // i8 only: average_multiplier(area).shift for a plain average
  bool relu = false;    // i8 only, makes the result unsigned

  static AvgPool decode(const BdCommand& command);
  [[nodiscard]] BdCommand encode() const;
  [[nodiscard]] Accesses accesses() const;
  void check(Findings& findings) const;
  void describe(Text& text) const;
  [[nodiscard]] bool result_is_signed() const { return !relu && (x.is_signed || weight_is_signed); }
  bool operator==(const AvgPool&) const = default;
};

// The chip's multiplier for sums over `area` elements, 1 <= area <= 225: sum * multiplier / 2^shift.
struct AverageMultiplier {
  int multiplier = 1;
  int shift = 0;
};
AverageMultiplier average_multiplier(int area);

}  // namespace quern::bm1684
