// A box of a 4-dimensional tensor: what one tile of a layer computes or needs.
#pragma once

#include <algorithm>

#include "isa/types.hpp"

namespace quern::bm1684 {

struct Range {
  int begin = 0, end = 0;
  [[nodiscard]] int size() const { return end - begin; }
  [[nodiscard]] Range united(const Range& o) const {
    return {std::min(begin, o.begin), std::max(end, o.end)};
  }
  bool operator==(const Range&) const = default;
};

struct Region {
  Range n, c, h, w;
  static Region whole(const Dims& d) { return {{0, d.n}, {0, d.c}, {0, d.h}, {0, d.w}}; }
  [[nodiscard]] Dims dims() const { return {n.size(), c.size(), h.size(), w.size()}; }
  [[nodiscard]] Region united(const Region& o) const {
    return {n.united(o.n), c.united(o.c), h.united(o.h), w.united(o.w)};
  }
  bool operator==(const Region&) const = default;
};

}  // namespace quern::bm1684
