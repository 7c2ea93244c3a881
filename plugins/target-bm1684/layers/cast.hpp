// Between f32 and 8 bits: Quantize and Dequantize (docs/canonical.md), made of the chip's bit operations.
#pragma once

#include "layers/layer.hpp"

namespace quern::bm1684 {

class QuantizeLayer : public Layer {
 public:
  float inverse_scale = 1;
  void emit(Kernel& kernel, const Tile& tile) const override;
  [[nodiscard]] bool needs_aligned(size_t) const override { return true; }
  [[nodiscard]] int64_t workspace(const Region& out) const override {
    return 2 * aligned_lane_bytes(out.dims(), Precision::F32, 0);
  }
};

class DequantizeLayer : public Layer {
 public:
  float scale = 1;
  void emit(Kernel& kernel, const Tile& tile) const override;
  [[nodiscard]] bool needs_aligned(size_t) const override { return true; }
};

}  // namespace quern::bm1684
