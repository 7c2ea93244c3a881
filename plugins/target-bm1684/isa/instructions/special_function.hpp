// Special functions of fp32 words (tsk_typ 9), aligned.
//   Taylor: y = sum over k < terms of coefficient[k] * x^(k+1), coefficients in L2
//   ToInteger: truncation toward zero to int32, saturating
//   NormaliseInteger / NormaliseFloat: biased exponent of, or itself, the nearest power of two
//   ReciprocalSqrt: 1 / sqrt(x)
#pragma once

#include "../findings.hpp"
#include "../text.hpp"
#include "bd_common.hpp"

namespace quern::bm1684 {

struct SpecialFunction {
  enum class Kind : uint8_t {
    Taylor = 13,
    ToInteger = 14,
    NormaliseInteger = 15,
    NormaliseFloat = 16,
    ReciprocalSqrt = 17
  };

  Kind kind = Kind::Taylor;
  Dims dims;
  Operand x, y;
  uint32_t table = 0;  // Taylor: offset of the coefficients within L2
  int terms = 1;       // Taylor: 1..4095

  static SpecialFunction decode(const BdCommand& command);
  [[nodiscard]] BdCommand encode() const;
  [[nodiscard]] Accesses accesses() const;
  void check(Findings& findings) const;
  void describe(Text& text) const;
  bool operator==(const SpecialFunction&) const = default;
};

const char* name_of(SpecialFunction::Kind kind);

}  // namespace quern::bm1684
