// Overlap of boxes (x1, y1, x2, y2), as Paddle's suppression measures it.
#pragma once

#include <algorithm>

namespace quern::ops::detection {

// Area; 0 where the corners are exchanged. Not `normalized`: corners are pixels that belong to the box, so
// that sides are longer by 1.
inline float box_area(const float* box, bool normalized) {
  if (box[2] < box[0] || box[3] < box[1]) return 0;
  const float rim = normalized ? 0.0f : 1.0f;
  return (box[2] - box[0] + rim) * (box[3] - box[1] + rim);
}

// Intersection over union; 0 where the boxes do not touch.
inline float box_overlap(const float* a, const float* b, bool normalized) {
  if (b[0] > a[2] || b[2] < a[0] || b[1] > a[3] || b[3] < a[1]) return 0;
  const float rim = normalized ? 0.0f : 1.0f;
  const float width = std::min(a[2], b[2]) - std::max(a[0], b[0]) + rim;
  const float height = std::min(a[3], b[3]) - std::max(a[1], b[1]) + rim;
  const float common = width * height;
  return common / (box_area(a, normalized) + box_area(b, normalized) - common);
}

}  // namespace quern::ops::detection
