// One axis of a tensor joined to one element: sums, products, maxima, minima of the rows (h) or columns (w)
// that a lane holds.
#pragma once

#include "layers/layer.hpp"

namespace quern::bm1684 {

class ReductionLayer : public Layer {
 public:
  enum class Axis : uint8_t { Rows, Columns };
  Arithmetic::Kind operation = Arithmetic::Kind::Add;
  Axis axis = Axis::Rows;  // the output has one of them

  [[nodiscard]] Region needed(size_t i, const Region& out) const override;
  [[nodiscard]] Cuts cuts() const override { return {true, true, axis == Axis::Columns}; }
  [[nodiscard]] int64_t workspace(const Region& out) const override;
  void emit(Kernel& kernel, const Tile& tile) const override;

 private:
  // The tile's sizes with `count` rows or columns.
  [[nodiscard]] Dims with(const Dims& out, int count) const;
  [[nodiscard]] int count() const { return axis == Axis::Rows ? inputs[0].dims.h : inputs[0].dims.w; }
};

// Whether local memory can hold what a reduction over the rows of so many elements per channel needs.
bool can_reduce(const Dims& dims);

}  // namespace quern::bm1684
