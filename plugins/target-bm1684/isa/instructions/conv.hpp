// Convolution (tsk_typ 0). Correlation of the input with one kernel per output channel; fp32 -> fp32, or
// 8 bits -> 8 or 16 bits with a shift. isa.md sections 4 and 5.1; arithmetic.md 5.2.
#pragma once

#include "../findings.hpp"
#include "../text.hpp"
#include "bd_common.hpp"

namespace quern::bm1684 {

struct Conv {
  Dims input;   // n, input channels, h, w
  Dims result;  // n, output channels, h, w; n equals input.n
  Window window;
  Operand x;                    // aligned or explicit strides
  Operand weights;              // explicit strides, see weight_strides(); or one constant for all weights
  std::optional<Operand> bias;  // compact: fp32, or int16 for 8-bit convolutions
  Operand y;                    // aligned. 16 bits of an 8-bit convolution: wide_result_map()
  int right_shift = 0;          // 8 bits only: 0..31, rounds half up
  bool relu = false;            // 8 bits only: clamps at 0 and makes the result unsigned
  bool add_to_result = false;   // fp32 only: y += ...
  bool rotate_kernel = false;   // by 180 degrees

  static Conv decode(const BdCommand& command);
  [[nodiscard]] BdCommand encode() const;
  [[nodiscard]] Accesses accesses() const;
  void check(Findings& findings) const;
  void describe(Text& text) const;
  // Whether results below 0 can be stored: not with relu, and only if an operand is signed.
  [[nodiscard]] bool result_is_signed() const;
  [[nodiscard]] int64_t macs() const { return saturating_product({result.count(), input.c, window.taps()}); }
  bool operator==(const Conv&) const = default;
};

}  // namespace quern::bm1684
