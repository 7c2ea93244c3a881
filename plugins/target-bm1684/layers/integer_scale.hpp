// QScale (arithmetic.md 5.2): saturate16(x * scale + bias) >> shift, each per channel; the shift rounds down.
#pragma once

#include "layers/layer.hpp"

namespace quern::bm1684 {

// Inputs: the tensor, and [1, C, 1, 1] scales (I8), biases (I16) and shifts (I16, negative: to the right).
class IntegerScaleLayer : public Layer {
 public:
  void emit(Kernel& kernel, const Tile& tile) const override;
  [[nodiscard]] int64_t workspace(const Region& out) const override;
};

}  // namespace quern::bm1684
