// Index tensors of the gather and scatter operators.
#pragma once

#include "support/infer.hpp"

namespace quern::ops {

using IndexTypes = Types<int32_t, int64_t>;

// The indices as positions in [0, size); negative ones count from the end. Throws InputError where one is out
// of range.
inline std::vector<int64_t> positions(const Tensor& indices, int64_t size) {
  std::vector<int64_t> result = indices.to_int64();
  for (int64_t& i : result) {
    const int64_t given = i;
    if (i < 0) i += size;
    if (i < 0 || i >= size)
      throw InputError("index " + std::to_string(given) + " is out of range for an axis of " +
                       std::to_string(size) + " elements");
  }
  return result;
}

}  // namespace quern::ops
