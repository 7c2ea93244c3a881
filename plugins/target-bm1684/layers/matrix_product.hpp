// Y[M x N] = L[M x K] * R[K x N] in f32, all three of them activations or constants.
//
// A matrix is a tensor whose rows are batches and whose columns are cut into sections of w, one per channel:
// in local memory that is the arrangement of the chip's matrix instruction (isa.md section 4).
#pragma once

#include "layers/layer.hpp"

namespace quern::bm1684 {

class MatrixProductLayer : public Layer {  // inputs: L, R
 public:
  [[nodiscard]] Region needed(size_t i, const Region& out) const override;
  [[nodiscard]] bool needs_aligned(size_t) const override { return true; }
  void emit(Kernel& kernel, const Tile& tile) const override;
  [[nodiscard]] int64_t macs() const override;
};

// How many sections of which width a matrix of so many columns is cut into.
struct Sections {
  int count = 1, width = 1;
  [[nodiscard]] int64_t row_bytes() const;  // of a row, on every lane
};
// The cut under which the compute engine is fastest; width * count = columns.
Sections sections_of(int columns);

}  // namespace quern::bm1684
