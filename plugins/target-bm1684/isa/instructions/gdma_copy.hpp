// Strided copy (special_func 0). Source and target may have different shapes of equal element count: elements
// are taken and stored in row-major n, c, h, w order of either shape.
#pragma once

#include "gdma_common.hpp"

namespace quern::bm1684 {

struct GdmaCopy {
  Direction direction = Direction::S2L;
  Format format = Format::F32;
  Endpoint source, target;

  static GdmaCopy decode(const GdmaCommand& command);
  [[nodiscard]] GdmaCommand encode() const;
  [[nodiscard]] Accesses accesses() const;
  void check(Findings& findings) const;
  void describe(Text& text) const;
  bool operator==(const GdmaCopy&) const = default;
};

}  // namespace quern::bm1684
