// Table look-up (tsk_typ 6): y = table[x & (2^index_bits - 1)] on 32-bit words; the table is in L2.
#pragma once

#include "../findings.hpp"
#include "../text.hpp"
#include "bd_common.hpp"

namespace quern::bm1684 {

struct TableLookup {
  Dims dims;
  Operand x, y;        // aligned 32-bit words
  uint32_t table = 0;  // offset within L2; the absolute address is rejected (vectors' README, item 13)
  int index_bits = 8;

  static TableLookup decode(const BdCommand& command);
  [[nodiscard]] BdCommand encode() const;
  [[nodiscard]] Accesses accesses() const;
  void check(Findings& findings) const;
  void describe(Text& text) const;
  bool operator==(const TableLookup&) const = default;
};

}  // namespace quern::bm1684
