// Copy that exchanges n and c (special_func 1): element (n, c, h, w) of the source becomes (c, n, h, w); the
// target may have another shape of equal element count, filled in row-major order.
#pragma once

#include "gdma_common.hpp"

namespace quern::bm1684 {

struct GdmaTranspose {
  Direction direction = Direction::S2L;
  Format format = Format::F32;
  Endpoint source, target;

  static GdmaTranspose decode(const GdmaCommand& command);
  [[nodiscard]] GdmaCommand encode() const;
  [[nodiscard]] Accesses accesses() const;
  void check(Findings& findings) const;
  void describe(Text& text) const;
  bool operator==(const GdmaTranspose&) const = default;
};

}  // namespace quern::bm1684
