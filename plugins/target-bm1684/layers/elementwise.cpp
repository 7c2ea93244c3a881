#include "layers/elementwise.hpp"

namespace quern::bm1684 {

Operand broadcast_operand(const Tile& tile, size_t input, const Dims& result) {
  const Dims d = tile.needed[input].dims();
  if (d == result) return tile.input(input);
  const LocalTensor& x = tile.inputs[input];
  Operand operand = x.operand(tile.needed[input]);
  if (d.n != result.n) {
    operand.strides.n = 0;
    operand.repeats_batch = is_byte(x.element) && result.n > 1;
  }
  if (d.h != result.h) operand.strides.h = 0;
  if (d.w != result.w) operand.strides.w = 0;
  return operand;
}

// Division takes aligned operands only: a broadcast divisor is spread out first.
int64_t ElementwiseLayer::workspace(const Region& out) const {
  return is_division ? (number ? 1 : 2) * aligned_lane_bytes(out.dims(), Precision::F32, 0) : 0;
}

void ElementwiseLayer::emit(Kernel& kernel, const Tile& tile) const {
  const Dims dims = tile.output.dims();
  const Operand y = tile.output.operand();
  if (!is_division) {
    const Operand x = broadcast_operand(tile, 0, dims);
    if (!number) return kernel.arithmetic(operation, dims, y, x, broadcast_operand(tile, 1, dims));
    const Operand c = constant(*number);
    return number_is_first ? kernel.arithmetic(operation, dims, y, c, x)
                           : kernel.arithmetic(operation, dims, y, x, c);
  }
  Scalar op;
  op.kind = Scalar::Kind::Div;
  op.dims = dims;
  op.y = y;
  uint32_t place = tile.workspace;
  const auto aligned = [&](size_t i) {
    const Operand x = broadcast_operand(tile, i, dims);
    if (x.arrangement == Arrangement::Aligned) return x;
    const LocalTensor spread{place, tile.output.region, Element::F32};
    place += uint32_t(spread.lane_bytes());
    kernel.copy(dims, spread.operand(), x);
    return spread.operand();
  };
  if (number) {
    op.a = number_is_first ? constant(*number) : aligned(0);
    op.b = number_is_first ? aligned(0) : constant(*number);
  } else {
    op.a = aligned(0);
    op.b = aligned(1);
  }
  kernel.add(op);
}

}  // namespace quern::bm1684
