#include "layers/integer_scale.hpp"

#include "layers/elementwise.hpp"
#include "layers/integer_elementwise.hpp"

namespace quern::bm1684 {

int64_t IntegerScaleLayer::workspace(const Region& out) const {
  return aligned_lane_bytes(out.dims(), Precision::I16, 0);
}

void IntegerScaleLayer::emit(Kernel& kernel, const Tile& tile) const {
  using Kind = Arithmetic::Kind;
  const Dims dims = tile.output.dims();
  const Operand sum = in_local({0, tile.workspace}, Precision::I16, true);
  const auto parameter = [&](size_t i) { return broadcast_operand(tile, i, dims); };
  kernel.arithmetic(Kind::Mul, dims, sum, broadcast_operand(tile, 0, dims), parameter(1));
  kernel.arithmetic(Kind::Add, dims, sum, sum, parameter(2));
  kernel.arithmetic(Kind::Shift, dims, sum, sum, parameter(3));
  narrow(kernel, tile, tile.workspace);
}

}  // namespace quern::bm1684
