// Bilinear sampling inside one plane, for RoiAlign and GridSample.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace quern::ops::nn {

// The four cells around a position and their weights.
template <class T>
struct Corners {
  std::array<int64_t, 2> rows, columns;
  std::array<T, 2> row_weights, column_weights;
};

// `y` and `x` must be finite and fit into int64.
template <class T>
Corners<T> corners_at(T y, T x) {
  const T top = std::floor(y), left = std::floor(x);
  return {{int64_t(top), int64_t(top) + 1},
          {int64_t(left), int64_t(left) + 1},
          {T(1) - (y - top), y - top},
          {T(1) - (x - left), x - left}};
}

}  // namespace quern::ops::nn
