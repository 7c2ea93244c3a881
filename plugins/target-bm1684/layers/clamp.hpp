// Piecewise linear activations in f32: Relu, Clip, LeakyRelu, PRelu.
#pragma once

#include <limits>

#include "layers/layer.hpp"

namespace quern::bm1684 {

// min(max(x, low), high)
class ClampLayer : public Layer {
 public:
  float low = -std::numeric_limits<float>::infinity(), high = std::numeric_limits<float>::infinity();
  void emit(Kernel& kernel, const Tile& tile) const override;
};

// x >= 0 ? x : x * slope; the slope is a number or the second input, which broadcasts along n, h and w.
class LeakyLayer : public Layer {
 public:
  std::optional<float> slope;
  void emit(Kernel& kernel, const Tile& tile) const override;
  [[nodiscard]] int64_t workspace(const Region& out) const override {
    return aligned_lane_bytes(out.dims(), Precision::F32, 0);
  }
};

}  // namespace quern::bm1684
