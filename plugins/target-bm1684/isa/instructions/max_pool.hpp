// Maximum over a window (tsk_typ 1, eu 4). Positions in the padding take no part.
#pragma once

#include "../findings.hpp"
#include "../text.hpp"
#include "bd_common.hpp"

namespace quern::bm1684 {

struct MaxPool {
  Dims input;  // n and c are those of the result
  Dims result;
  Window window;  // without dilation and inserts
  Operand x, y;   // aligned, same precision

  static MaxPool decode(const BdCommand& command);
  [[nodiscard]] BdCommand encode() const;
  [[nodiscard]] Accesses accesses() const;
  void check(Findings& findings) const;
  void describe(Text& text) const;
  bool operator==(const MaxPool&) const = default;
};

}  // namespace quern::bm1684
