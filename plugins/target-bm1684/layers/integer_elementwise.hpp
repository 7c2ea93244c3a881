// Elementwise layers on 8-bit tensors (arithmetic.md 5.2). Intermediate results are 16 bits wide.
#pragma once

#include "layers/layer.hpp"

namespace quern::bm1684 {

// Writes the 16 signed bits at the offset `sum` to the output's 8, saturating; an unsigned output is 0 where
// they are negative.
void narrow(Kernel& kernel, const Tile& tile, uint32_t sum);

// QAdd: saturating 16-bit sum of x_i * multiplier_i >> shift_i.
class IntegerAddLayer : public Layer {
 public:
  std::vector<int> multipliers, shifts;
  void emit(Kernel& kernel, const Tile& tile) const override;
  [[nodiscard]] int64_t workspace(const Region& out) const override;
};

// QMul (two inputs) and QRescale (one input, a multiplier): product >> shift.
class IntegerMulLayer : public Layer {
 public:
  std::optional<int> multiplier;
  int shift = 0;
  void emit(Kernel& kernel, const Tile& tile) const override;
  [[nodiscard]] int64_t workspace(const Region& out) const override;
};

// Max and Min of two inputs of one type.
class IntegerExtremumLayer : public Layer {
 public:
  Arithmetic::Kind operation = Arithmetic::Kind::Max;
  void emit(Kernel& kernel, const Tile& tile) const override;
};

// QLeakyRelu and QPRelu: x >= 0 ? x : x * slope >> shift. The slope is a number or the second input.
class IntegerLeakyLayer : public Layer {
 public:
  std::optional<int> slope;
  int shift = 0;
  void emit(Kernel& kernel, const Tile& tile) const override;
  [[nodiscard]] int64_t workspace(const Region& out) const override;
};

}  // namespace quern::bm1684
