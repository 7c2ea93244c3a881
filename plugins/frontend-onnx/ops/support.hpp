// Small things that several adapters need.
#pragma once

#include <numeric>

#include "ops/adapter.hpp"

namespace quern::frontend::onnx {

// An axis counted from the front. Throws InputError where it is out of [-rank, rank).
inline int64_t from_front(const Rewriter& r, int64_t axis, size_t rank) {
  const auto n = int64_t(rank);
  if (axis < -n || axis >= n)
    throw r.wrong("axis " + std::to_string(axis) + " is outside of a tensor of rank " + std::to_string(rank));
  return axis < 0 ? axis + n : axis;
}

// begin, begin + 1, ..., end - 1.
inline std::vector<int64_t> range(int64_t begin, int64_t end) {
  std::vector<int64_t> values(size_t(std::max<int64_t>(0, end - begin)));
  std::iota(values.begin(), values.end(), begin);
  return values;
}

// A vector [C] as [C, 1, 1, ...], so that it broadcasts along axis 1 of a tensor of `rank` dimensions.
inline std::string along_channels(Rewriter& r, const std::string& suffix, const std::string& vector,
                                  size_t rank) {
  if (rank <= 2) return vector;
  return r.add(suffix, "Unsqueeze", {vector, r.ints(suffix + "_axes", range(1, int64_t(rank) - 1))});
}

}  // namespace quern::frontend::onnx
