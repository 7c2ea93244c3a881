// How a float tensor is represented by 8-bit integers on the BM1684: symmetric, zero point 0.
#pragma once

#include <cstdint>

namespace quern::bm1684 {

struct Quantisation {
  double threshold = 0;
  bool is_signed = true;

  // The largest integer that the threshold maps to.
  [[nodiscard]] int maximum() const { return is_signed ? 127 : 255; }
  // Real value of one step; rounded to float32 once, because that is what every consumer computes with.
  [[nodiscard]] float scale() const { return static_cast<float>(threshold / maximum()); }

  static Quantisation from_scale(double scale, bool is_signed) {
    return {scale * (is_signed ? 127 : 255), is_signed};
  }
};

}  // namespace quern::bm1684
