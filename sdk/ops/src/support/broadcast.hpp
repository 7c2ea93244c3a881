// Numpy broadcasting: the common shape, and iteration over it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include <quern/graph/shape.hpp>

namespace quern::ops {

// The dimension that two aligned dimensions broadcast to; kUnknownDim where it cannot be known yet.
inline int64_t broadcast_dim(int64_t a, int64_t b) {
  if (a == b || b == 1) return a;
  if (a == 1) return b;
  if (a == kUnknownDim) return b;  // must turn out to be 1 or b
  if (b == kUnknownDim) return a;
  throw InputError("dimensions " + std::to_string(a) + " and " + std::to_string(b) + " do not broadcast");
}

// The shape that two shapes broadcast to. Throws InputError where they do not fit.
inline Shape broadcast_shapes(const Shape& a, const Shape& b) {
  Shape result(std::max(a.size(), b.size()), 1);
  try {
    for (size_t i = 0; i < result.size(); ++i) {  // counted from the last dimension
      const int64_t da = i < a.size() ? a[a.size() - 1 - i] : 1;
      const int64_t db = i < b.size() ? b[b.size() - 1 - i] : 1;
      result[result.size() - 1 - i] = broadcast_dim(da, db);
    }
  } catch (const InputError&) {
    throw InputError("shapes " + to_string(a) + " and " + to_string(b) + " do not broadcast");
  }
  return result;
}

// A loop nest over an output of static shape and N inputs that broadcast to it, with as few levels as the
// shapes allow. The output is walked in memory order. At least one level; inner strides are 0 or 1.
template <size_t N>
struct BroadcastLoop {
  Shape dims;                    // outermost first; {0} where the output is empty
  std::array<Shape, N> strides;  // in elements, one per level; 0 where the input is repeated

  BroadcastLoop(const Shape& output, const std::array<const Shape*, N>& inputs);

  // Calls row(output_offset, input_offsets, length) for each innermost row; offsets are in elements.
  template <class Row>
  void for_each_row(Row&& row) const;

  [[nodiscard]] int64_t row_length() const { return dims.back(); }
  [[nodiscard]] bool repeats(size_t input) const { return strides[input].back() == 0; }
};

template <size_t N>
BroadcastLoop<N>::BroadcastLoop(const Shape& output, const std::array<const Shape*, N>& inputs) {
  if (element_count(output) == 0) {
    dims.push_back(0);
    for (Shape& s : strides) s.push_back(0);
    return;
  }
  std::array<int64_t, N> pitch;  // elements of each input in the dimensions walked so far
  pitch.fill(1);
  for (size_t i = 0; i < output.size(); ++i) {  // from the last dimension; levels are reversed at the end
    const int64_t size = output[output.size() - 1 - i];
    std::array<int64_t, N> step{};
    for (size_t n = 0; n < N; ++n) {
      const Shape& shape = *inputs[n];
      const int64_t d = i < shape.size() ? shape[shape.size() - 1 - i] : 1;
      step[n] = d == 1 ? 0 : pitch[n];
      pitch[n] *= d;
    }
    if (size == 1) continue;
    bool extends = !dims.empty();  // does this dimension continue the level below it for all inputs?
    for (size_t n = 0; extends && n < N; ++n) extends = step[n] == strides[n].back() * dims.back();
    if (extends) {
      dims.back() *= size;
    } else {
      dims.push_back(size);
      for (size_t n = 0; n < N; ++n) strides[n].push_back(step[n]);
    }
  }
  if (dims.empty()) {
    dims.push_back(1);
    for (Shape& s : strides) s.push_back(1);
  }
  std::reverse(dims.begin(), dims.end());
  for (Shape& s : strides) std::reverse(s.begin(), s.end());
}

template <size_t N>
template <class Row>
void BroadcastLoop<N>::for_each_row(Row&& row) const {
  if (dims.back() == 0) return;
  const size_t levels = dims.size() - 1;
  Shape index(levels, 0);
  std::array<int64_t, N> offsets{};
  for (int64_t output = 0;; output += dims.back()) {
    row(output, offsets, dims.back());
    size_t level = levels;
    for (; level > 0; --level) {
      const size_t k = level - 1;
      for (size_t n = 0; n < N; ++n) offsets[n] += strides[n][k];
      if (++index[k] < dims[k]) break;
      for (size_t n = 0; n < N; ++n) offsets[n] -= strides[n][k] * dims[k];
      index[k] = 0;
    }
    if (level == 0) return;
  }
}

}  // namespace quern::ops
