// Index tuples of GatherND and ScatterND: the last axis of the indices holds positions in the leading axes.
#pragma once

#include <span>

#include "support/indices.hpp"

namespace quern::ops {

// Offsets, in elements, that the index tuples name within data whose indexed axes are `dims`, each position
// of the last of them being `inner` elements wide. Throws InputError where an index is out of range.
inline std::vector<int64_t> tuple_offsets(const Tensor& indices, std::span<const int64_t> dims,
                                          int64_t inner) {
  const std::vector<int64_t> values = indices.to_int64();
  const size_t width = dims.size();
  int64_t tuples = 1;
  for (size_t i = 0; i + 1 < indices.dims.size(); ++i) tuples *= indices.dims[i];
  std::vector<int64_t> offsets(size_t(tuples), 0);
  for (size_t t = 0; t < offsets.size(); ++t) {
    for (size_t k = 0; k < width; ++k) {
      const int64_t given = values[t * width + k];
      const int64_t position = given < 0 ? given + dims[k] : given;
      if (position < 0 || position >= dims[k])
        throw InputError("index " + std::to_string(given) + " is out of range for an axis of " +
                         std::to_string(dims[k]) + " elements");
      offsets[t] = offsets[t] * dims[k] + position;
    }
    offsets[t] *= inner;
  }
  return offsets;
}

}  // namespace quern::ops
