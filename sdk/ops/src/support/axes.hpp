// Axes: negative numbers count from the end.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <quern/graph/shape.hpp>

namespace quern::ops {

// Maps an axis of [-rank, rank) to [0, rank). Throws InputError outside of that.
inline size_t normalize_axis(int64_t axis, size_t rank) {
  const auto signed_rank = int64_t(rank);
  if (axis < -signed_rank || axis >= signed_rank)
    throw InputError("axis " + std::to_string(axis) + " is out of range for a tensor of rank " +
                     std::to_string(rank));
  return size_t(axis < 0 ? axis + signed_rank : axis);
}

// Normalises a list of axes, in the given order. Throws InputError where one is out of range or stands twice.
inline std::vector<size_t> normalize_axes(const std::vector<int64_t>& axes, size_t rank) {
  std::vector<bool> seen(rank, false);
  std::vector<size_t> result;
  for (const int64_t axis : axes) {
    const size_t a = normalize_axis(axis, rank);
    if (seen[a]) throw InputError("axis " + std::to_string(axis) + " is named twice");
    seen[a] = true;
    result.push_back(a);
  }
  return result;
}

// A static shape seen from one axis: [outer, size, inner].
struct AxisView {
  int64_t outer = 1;
  int64_t size = 1;
  int64_t inner = 1;
};

inline AxisView view_axis(const Shape& shape, size_t axis) {
  const auto at = shape.begin() + std::ptrdiff_t(axis);
  return {element_count(Shape(shape.begin(), at)), *at, element_count(Shape(at + 1, shape.end()))};
}

}  // namespace quern::ops
