#include "strided_copy.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "parallel.hpp"

namespace quern::cpu {
namespace {

struct Element16 {
  uint64_t parts[2];
};

// A part worth waking a thread for.
constexpr int64_t kBytesPerThread = 64 * 1024;

// Both loops of a two-dimensional copy, in tiles that keep source and target lines in the first-level cache.
template <class T>
void copy_tiled(const T* source, T* target, int64_t rows, int64_t source_row, int64_t target_row,
                int64_t columns, int64_t source_column, int64_t target_column) {
  constexpr int64_t kTile = 32;
  for (int64_t r0 = 0; r0 < rows; r0 += kTile) {
    const int64_t r1 = std::min(rows, r0 + kTile);
    for (int64_t c0 = 0; c0 < columns; c0 += kTile) {
      const int64_t c1 = std::min(columns, c0 + kTile);
      for (int64_t r = r0; r < r1; ++r) {
        const T* s = source + r * source_row;
        T* t = target + r * target_row;
        for (int64_t c = c0; c < c1; ++c) t[c * target_column] = s[c * source_column];
      }
    }
  }
}

// target[i][j] = source[j * distance + i] for j < kCount: interleaves a few planes.
template <int kCount, class T>
void interleave(const T* source, int64_t distance, T* target, int64_t target_stride, int64_t count) {
  for (int64_t i = 0; i < count; ++i)
    for (int j = 0; j < kCount; ++j) target[i * target_stride + j] = source[i + j * distance];
}

}  // namespace

StridedCopy::StridedCopy(const Shape& shape, const Shape& source_strides, const Shape& target_strides,
                         size_t element_size)
    : element_size_(element_size) {
  std::vector<Axis> axes;
  for (size_t i = 0; i < shape.size(); ++i)
    if (shape[i] != 1) axes.push_back({shape[i], source_strides[i], target_strides[i]});
  std::stable_sort(axes.begin(), axes.end(),
                   [](const Axis& a, const Axis& b) { return a.target > b.target; });
  std::vector<Axis> merged;
  for (const Axis& axis : axes) {
    if (!merged.empty() && merged.back().source == axis.source * axis.size &&
        merged.back().target == axis.target * axis.size) {
      merged.back() = {merged.back().size * axis.size, axis.source, axis.target};
    } else {
      merged.push_back(axis);
    }
  }
  if (!merged.empty()) {
    row_ = merged.back();
    merged.pop_back();
  }
  // The inner pair of loops: the row and, where it jumps about in the source, the axis that does not.
  size_t chosen = merged.size();
  for (size_t i = merged.size(); i-- > 0;)
    if (row_.source != 1 && merged[i].source == 1) chosen = i;
  if (chosen == merged.size() && !merged.empty()) chosen = merged.size() - 1;
  if (chosen < merged.size()) {
    column_ = merged[chosen];
    merged.erase(merged.begin() + int64_t(chosen));
  }
  outer_ = std::move(merged);
  for (const Axis& axis : outer_) outer_count_ *= axis.size;
}

template <class T>
void StridedCopy::run_as(const std::byte* source_bytes, std::byte* target_bytes) const {
  const T* source = reinterpret_cast<const T*>(source_bytes);
  T* target = reinterpret_cast<T*>(target_bytes);
  // Work is cut along the columns and the outer axes together.
  const int64_t lines = outer_count_ * column_.size;
  const int64_t grain =
      std::max<int64_t>(1, kBytesPerThread / std::max<int64_t>(1, row_.size * int64_t(sizeof(T))));
  parallel_for(lines, grain, [&](int64_t begin, int64_t end) {
    while (begin < end) {
      int64_t rest = begin / column_.size;
      const int64_t first = begin % column_.size;
      const int64_t count = std::min(end - begin, column_.size - first);
      begin += count;
      const T* s = source + first * column_.source;
      T* t = target + first * column_.target;
      for (size_t i = outer_.size(); i-- > 0;) {
        const int64_t index = rest % outer_[i].size;
        rest /= outer_[i].size;
        s += index * outer_[i].source;
        t += index * outer_[i].target;
      }
      if (row_.source == 1 && row_.target == 1) {
        for (int64_t c = 0; c < count; ++c)
          std::memcpy(t + c * column_.target, s + c * column_.source, size_t(row_.size) * sizeof(T));
      } else if (row_.target == 1 && column_.source == 1 && row_.size == 2) {
        interleave<2>(s, row_.source, t, column_.target, count);
      } else if (row_.target == 1 && column_.source == 1 && row_.size == 3) {
        interleave<3>(s, row_.source, t, column_.target, count);
      } else {
        copy_tiled(s, t, count, column_.source, column_.target, row_.size, row_.source, row_.target);
      }
    }
  });
}

void StridedCopy::run(const std::byte* source, std::byte* target) const {
  switch (element_size_) {
    case 1:
      return run_as<uint8_t>(source, target);
    case 2:
      return run_as<uint16_t>(source, target);
    case 4:
      return run_as<uint32_t>(source, target);
    case 8:
      return run_as<uint64_t>(source, target);
    default:
      return run_as<Element16>(source, target);
  }
}

}  // namespace quern::cpu
