// Depthwise convolution (tsk_typ 1, eu 1, weights in local memory): one kernel per channel.
// isa.md section 5.1; the vectors' README, items 1, 3 and 15.
#pragma once

#include "../findings.hpp"
#include "../text.hpp"
#include "bd_common.hpp"

namespace quern::bm1684 {

struct Depthwise {
  Dims input;  // n and c are those of the result
  Dims result;
  Window window;
  Operand x;                    // aligned
  Operand weights;              // compact [c, kh*kw]: fp32 words or bytes, not interleaved
  std::optional<Operand> bias;  // compact: fp32, or int16 for 8 bits
  Operand y;                    // aligned; 16 bits: wide_result_map()
  int right_shift = 0;          // 8 bits only, rounds half up
  bool relu = false;            // 8 bits only, makes the result unsigned

  static Depthwise decode(const BdCommand& command);
  [[nodiscard]] BdCommand encode() const;
  [[nodiscard]] Accesses accesses() const;
  void check(Findings& findings) const;
  void describe(Text& text) const;
  [[nodiscard]] bool result_is_signed() const;
  [[nodiscard]] int64_t macs() const { return saturating_product({result.count(), window.taps()}); }
  bool operator==(const Depthwise&) const = default;
};

}  // namespace quern::bm1684
