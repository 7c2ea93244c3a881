#include "layers/pooling.hpp"

#include <bit>

#include "layers/window_part.hpp"

namespace quern::bm1684 {

Region PoolingLayer::needed(size_t i, const Region& out) const {
  if (i == 1) return Layer::needed(i, out);
  const WindowBox box = window_box(window, inputs[0].dims, out);
  return {out.n, out.c, box.h, box.w};
}

void PoolingLayer::emit(Kernel& kernel, const Tile& tile) const {
  const auto set = [&](auto& op) {
    op.input = tile.needed[0].dims();
    op.result = tile.output.dims();
    op.window = window_box(window, inputs[0].dims, tile.output.region).window;
    op.x = tile.inputs[0].operand();
    op.y = tile.output.operand();
  };
  if (!is_average) {
    MaxPool op;
    set(op);
    return kernel.add(op);
  }
  AvgPool op;
  set(op);
  if (is_float(tile.output.precision())) {
    op.weight = std::bit_cast<uint32_t>(weight);
  } else {
    op.weight = uint32_t(average_multiplier(window.taps()).multiplier);
    op.weight_is_signed = false;
    op.right_shift = right_shift;
  }
  kernel.add(op);
  if (!has_factors) return;
  const Dims dims = tile.output.dims();
  Operand factors = tile.input(1);
  factors.arrangement = Arrangement::Explicit;
  factors.strides = tile.inputs[1].strides();
  factors.strides.n = 0;
  kernel.arithmetic(Arithmetic::Kind::Mul, dims, tile.output.operand(), tile.output.operand(), factors);
}

}  // namespace quern::bm1684
