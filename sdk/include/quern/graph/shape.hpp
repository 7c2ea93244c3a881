// Shapes: a list of dimensions, each a size or not known yet.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <quern/error.hpp>

namespace quern {

using Shape = std::vector<int64_t>;

// A dimension that is not known before the input shapes are bound.
inline constexpr int64_t kUnknownDim = -1;

inline bool is_static(const Shape& shape) {
  for (const int64_t d : shape)
    if (d < 0) return false;
  return true;
}

// Number of elements of a static shape. Throws InputError where the product leaves 63 bits, so that no
// later size computation can overflow.
inline int64_t element_count(const Shape& shape) {
  int64_t count = 1;
  bool overflow = false;
  for (const int64_t d : shape) {
    if (d < 0) throw InputError("a dimension of this tensor is not known");
    if (d == 0) return 0;
    if (count > std::numeric_limits<int64_t>::max() / 16 / d) overflow = true;
    if (!overflow) count *= d;
  }
  if (overflow) throw InputError("this tensor would have more elements than any machine can hold");
  return count;
}

// "1x3x224x224"; an unknown dimension is "?", rank 0 is "scalar".
inline std::string to_string(const Shape& shape) {
  if (shape.empty()) return "scalar";
  std::string text;
  for (const int64_t d : shape) {
    if (!text.empty()) text += 'x';
    text += d < 0 ? std::string("?") : std::to_string(d);
  }
  return text;
}

// Row-major strides in elements.
inline Shape strides_of(const Shape& shape) {
  Shape strides(shape.size(), 1);
  for (size_t i = shape.size(); i-- > 1;) strides[i - 1] = strides[i] * shape[i];
  return strides;
}

}  // namespace quern
