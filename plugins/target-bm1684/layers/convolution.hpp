// Convolution, transposed convolution and fully connected layers, f32 or 8 bits: one command per group.
#pragma once

#include "layers/layer.hpp"

namespace quern::bm1684 {

class ConvolutionLayer : public Layer {
 public:
  Window window;  // of a transposed convolution: with inserted zeros, stride 1
  int groups = 1;
  bool is_depthwise = false;   // one kernel per channel
  bool rotate_kernel = false;  // transposed convolution
  bool has_bias = false;
  int right_shift = 0;  // 8 bits
  bool relu = false;    // 8 bits

  [[nodiscard]] Region needed(size_t i, const Region& out) const override;
  [[nodiscard]] Cuts cuts() const override { return {true, is_depthwise || groups == 1, true}; }
  [[nodiscard]] bool needs_aligned(size_t) const override { return is_depthwise; }
  [[nodiscard]] bool takes(const Region& out) const override;
  void emit(Kernel& kernel, const Tile& tile) const override;
  [[nodiscard]] int64_t macs() const override;

 private:
  void emit_depthwise(Kernel& kernel, const Tile& tile) const;
  void emit_group(Kernel& kernel, const Tile& tile, int group, const Range& batches) const;
};

}  // namespace quern::bm1684
