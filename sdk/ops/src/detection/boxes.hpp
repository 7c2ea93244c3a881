// Boxes of detectors and choosing among boxes that overlap.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "nn/checks.hpp"

namespace quern::ops::detection {

// Corners. `cell` below is 1 where the far corner is the last pixel inside the box (pixel coordinates), 0
// where it is the border itself (normalised coordinates).
struct Box {
  float left, top, right, bottom;

  [[nodiscard]] float area(float cell) const {
    return right < left || bottom < top ? 0 : (right - left + cell) * (bottom - top + cell);
  }
};

// Intersection over union; 0 where the boxes do not meet.
inline float overlap(const Box& a, const Box& b, float cell) {
  const float width = std::min(a.right, b.right) - std::max(a.left, b.left) + cell;
  const float height = std::min(a.bottom, b.bottom) - std::max(a.top, b.top) + cell;
  if (!(width > 0 && height > 0)) return 0;
  const float common = width * height;
  return common / (a.area(cell) + b.area(cell) - common);
}

// Numbers with a score above `least`, best first; equal scores keep their order. `most` < 0: all. NaN never
// counts.
inline std::vector<int64_t> ranked(const float* scores, int64_t count, int64_t stride, float least,
                                   int64_t most) {
  std::vector<int64_t> order;
  for (int64_t i = 0; i < count; ++i)
    if (scores[i * stride] > least) order.push_back(i);
  std::stable_sort(order.begin(), order.end(),
                   [&](int64_t a, int64_t b) { return scores[a * stride] > scores[b * stride]; });
  if (most >= 0 && int64_t(order.size()) > most) order.resize(size_t(most));
  return order;
}

// Of the boxes in `order`, those that overlap no kept one by more than `threshold`, up to `most` (< 0: all).
// With `eta` < 1 the threshold shrinks by it with every kept box while it is above one half.
inline std::vector<int64_t> suppressed(const std::vector<Box>& boxes, const std::vector<int64_t>& order,
                                       float threshold, float eta, float cell, int64_t most) {
  std::vector<int64_t> kept;
  for (const int64_t candidate : order) {
    if (most >= 0 && int64_t(kept.size()) >= most) break;
    const auto meets = [&](int64_t k) {
      return !(overlap(boxes[size_t(candidate)], boxes[size_t(k)], cell) <= threshold);
    };
    if (std::any_of(kept.begin(), kept.end(), meets)) continue;
    kept.push_back(candidate);
    if (eta < 1 && threshold > 0.5f) threshold *= eta;
  }
  return kept;
}

}  // namespace quern::ops::detection
