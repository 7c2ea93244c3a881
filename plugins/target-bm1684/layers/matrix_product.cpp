#include "layers/matrix_product.hpp"

#include "isa/layout.hpp"

namespace quern::bm1684 {

int64_t Sections::row_bytes() const { return matrix_lane_bytes(1, count, width, Precision::F32, 0); }

Sections sections_of(int columns) {
  constexpr int kColumnsAtOnce = 16;
  Sections best;
  int64_t best_cost = INT64_MAX;
  for (int width = 1; width <= columns; ++width) {
    if (columns % width != 0 || columns / width > kMaxChannels) continue;
    const int64_t cost = slots(0, columns / width) * divide_up(width, kColumnsAtOnce);
    const Sections found{columns / width, width};
    if (cost > best_cost || (cost == best_cost && found.row_bytes() > best.row_bytes())) continue;
    best = found;
    best_cost = cost;
  }
  return best;
}

Region MatrixProductLayer::needed(size_t i, const Region& out) const {
  const Dims& d = inputs[i].dims;
  if (i == 0) return {out.n, {0, d.c}, {0, 1}, {0, d.w}};
  return {{0, d.n}, out.c, {0, 1}, {0, d.w}};
}

int64_t MatrixProductLayer::macs() const { return output.dims.count() * inputs[1].dims.n; }

void MatrixProductLayer::emit(Kernel& kernel, const Tile& tile) const {
  MatMul op;
  op.left_rows = tile.needed[0].n.size();
  op.left_sections = inputs[0].dims.c;
  op.left_width = op.last_left_width = inputs[0].dims.w;
  op.sections = tile.output.region.c.size();
  op.width = output.dims.w;
  op.left = tile.inputs[0].operand();
  op.right = tile.inputs[1].operand();
  op.y = tile.output.operand();
  kernel.add(op);
}

}  // namespace quern::bm1684
