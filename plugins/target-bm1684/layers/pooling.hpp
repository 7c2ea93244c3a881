// Max and average pooling, f32 or 8 bits.
#pragma once

#include "layers/layer.hpp"

namespace quern::bm1684 {

class PoolingLayer : public Layer {
 public:
  Window window;
  bool is_average = false;
  float weight = 1;     // f32 average: factor of the sum
  int right_shift = 0;  // 8-bit average
  // f32 average, where windows at the border count fewer elements: second input, a factor per place.
  bool has_factors = false;

  [[nodiscard]] Region needed(size_t i, const Region& out) const override;
  [[nodiscard]] bool needs_aligned(size_t i) const override { return i == 0; }
  void emit(Kernel& kernel, const Tile& tile) const override;
  [[nodiscard]] int64_t macs() const override { return is_average ? output.dims.count() * window.taps() : 0; }
};

}  // namespace quern::bm1684
