#include "layers/clamp.hpp"

#include <cmath>

#include "layers/elementwise.hpp"

namespace quern::bm1684 {

using Kind = Arithmetic::Kind;

void ClampLayer::emit(Kernel& kernel, const Tile& tile) const {
  const Dims dims = tile.output.dims();
  const Operand y = tile.output.operand();
  Operand x = tile.input(0);
  if (!std::isinf(low) || std::isinf(high)) {
    kernel.arithmetic(Kind::Max, dims, y, x, constant(low));
    x = y;
  }
  if (!std::isinf(high)) kernel.arithmetic(Kind::Min, dims, y, x, constant(high));
}

void LeakyLayer::emit(Kernel& kernel, const Tile& tile) const {
  const Dims dims = tile.output.dims();
  const Operand y = tile.output.operand(), x = tile.input(0);
  if (slope && *slope >= 0 && *slope <= 1) {  // the larger of x and x * slope
    kernel.arithmetic(Kind::Mul, dims, y, x, constant(*slope));
    return kernel.arithmetic(Kind::Max, dims, y, x, y);
  }
  const Operand factor = slope ? constant(*slope) : broadcast_operand(tile, 1, dims);
  const Operand negative = LocalTensor{tile.workspace, tile.output.region, Element::F32}.operand();
  kernel.arithmetic(Kind::Min, dims, negative, x, constant(0.0f));
  kernel.arithmetic(Kind::Mul, dims, negative, negative, factor);
  kernel.arithmetic(Kind::Max, dims, y, x, constant(0.0f));
  kernel.arithmetic(Kind::Add, dims, y, y, negative);
}

}  // namespace quern::bm1684
