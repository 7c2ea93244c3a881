// Aligned fp32 elementwise arithmetic (tsk_typ 8): y = a o b, either side may be constant, or y += a o b.
#pragma once

#include "../findings.hpp"
#include "../text.hpp"
#include "bd_common.hpp"

namespace quern::bm1684 {

struct Scalar {
  enum class Kind : uint8_t { Mul = 0, Add = 2, Sub = 3, Div = 12 };  // tsk_eu_typ

  Kind kind = Kind::Add;
  Dims dims;
  Operand a, b, y;  // fp32, aligned
  bool add_to_result = false;

  static Scalar decode(const BdCommand& command);
  [[nodiscard]] BdCommand encode() const;
  [[nodiscard]] Accesses accesses() const;
  void check(Findings& findings) const;
  void describe(Text& text) const;
  bool operator==(const Scalar&) const = default;
};

const char* name_of(Scalar::Kind kind);

}  // namespace quern::bm1684
