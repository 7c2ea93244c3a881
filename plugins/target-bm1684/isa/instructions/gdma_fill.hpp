// Fills a region with a constant (special_func 4). Direction L2S is rejected by the chip (vectors' README,
// item 14): fill system memory with S2S, local memory with L2L or S2L.
#pragma once

#include "gdma_common.hpp"

namespace quern::bm1684 {

struct GdmaFill {
  Direction direction = Direction::L2L;
  Format format = Format::F32;
  uint32_t value = 0;  // its low bytes for 8 and 16 bits
  Endpoint target;

  static GdmaFill decode(const GdmaCommand& command);
  [[nodiscard]] GdmaCommand encode() const;
  [[nodiscard]] Accesses accesses() const;
  void check(Findings& findings) const;
  void describe(Text& text) const;
  bool operator==(const GdmaFill&) const = default;
};

}  // namespace quern::bm1684
