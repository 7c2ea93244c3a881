// Bounds on what an operator may make.
#pragma once

#include <cstdint>
#include <string>

#include <quern/graph/shape.hpp>

namespace quern::ops {

// Elements of the largest tensor that a kernel makes. A small model can ask for more (Tile, Expand, Range, a
// broadcast), which is refused before anything is allocated.
inline constexpr int64_t kMaxElements = int64_t(1) << 31;

// Refuses static shapes above the limit; shapes with unknown dimensions pass.
inline void check_size(const Shape& shape) {
  if (is_static(shape) && element_count(shape) > kMaxElements)
    throw InputError("the output " + to_string(shape) + " would have more than 2^31 elements");
}

// a * b for two sizes >= 0. Throws InputError where the product leaves 63 bits.
inline int64_t multiply_sizes(int64_t a, int64_t b) {
  int64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) throw InputError("a dimension of the output overflows");
  return product;
}

inline int64_t add_sizes(int64_t a, int64_t b) {
  int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) throw InputError("a dimension of the output overflows");
  return sum;
}

}  // namespace quern::ops
