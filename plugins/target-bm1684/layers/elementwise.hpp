// y = a (kind) b in f32, with broadcasting along n, h and w, or a number on either side.
#pragma once

#include "layers/layer.hpp"

namespace quern::bm1684 {

// How an input of fewer elements repeats in local memory: stride 0 where its size is 1 and the result's is
// not.
Operand broadcast_operand(const Tile& tile, size_t input, const Dims& result);

class ElementwiseLayer : public Layer {
 public:
  Arithmetic::Kind operation = Arithmetic::Kind::Add;
  bool is_division = false;      // `operation` is not looked at
  std::optional<float> number;   // in place of the second input
  bool number_is_first = false;  // number (kind) x

  void emit(Kernel& kernel, const Tile& tile) const override;
  [[nodiscard]] int64_t workspace(const Region& out) const override;
};

}  // namespace quern::bm1684
