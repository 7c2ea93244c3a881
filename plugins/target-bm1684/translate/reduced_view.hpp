// How a reduction sees its tensor: what is reduced lies within a lane.
#pragma once

#include "translate/translator.hpp"

namespace quern::bm1684 {

struct ReducedView {
  Dims dims;                  // h, and w where `over_columns`, are the reduced axes
  bool over_columns = false;  // w is reduced as well
  Dims memory;                // the sizes in the order of memory
  bool rows_first = false;    // memory is n, h, c, w instead of n, c, h, w

  [[nodiscard]] Dims kept() const { return {dims.n, dims.c, 1, over_columns ? 1 : dims.w}; }
  [[nodiscard]] int64_t reduced() const { return int64_t(dims.h) * (over_columns ? dims.w : 1); }
  // A tensor of the unreduced shape, seen this way.
  LayerTensor of(Translator& t, int tensor) const;
};

// For adjacent axes [first, last] of a shape.
ReducedView reduced_view(const Shape& shape, size_t first, size_t last);

}  // namespace quern::bm1684
