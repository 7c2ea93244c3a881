#include "layers/reduction.hpp"

namespace quern::bm1684 {
namespace {

// A tensor of which some rows or columns are looked at.
struct Strip {
  Operand operand;  // explicit strides
  bool is_rows = true;

  [[nodiscard]] Operand from(int index) const {
    Operand moved = operand;
    moved.address.offset += uint32_t(index) * (is_rows ? operand.strides.h : operand.strides.w) * 4;
    return moved;
  }
};

Operand with_strides(Operand operand, const Dims& dims) {
  if (operand.arrangement == Arrangement::Explicit) return operand;
  operand.arrangement = Arrangement::Explicit;
  operand.strides = aligned_strides(dims, 0);
  return operand;
}

}  // namespace

bool can_reduce(const Dims& dims) {
  constexpr int64_t kMost = 75000;  // input and half of it, in 92 % of a lane
  return int64_t(dims.h) * dims.w <= kMost && dims.h <= kMaxSize && dims.w <= kMaxSize &&
         dims.n <= kMaxSize && dims.c <= kMaxSize;
}

Region ReductionLayer::needed(size_t, const Region& out) const {
  Region box = out;
  (axis == Axis::Rows ? box.h : box.w) = {0, count()};
  return box;
}

Dims ReductionLayer::with(const Dims& out, int count) const {
  Dims dims = out;
  (axis == Axis::Rows ? dims.h : dims.w) = count;
  return dims;
}

int64_t ReductionLayer::workspace(const Region& out) const {
  return count() < 3 ? 0 : aligned_lane_bytes(with(out.dims(), (count() + 1) / 2), Precision::F32, 0);
}

// The last half is joined with the first until one is left; an odd one in the middle waits for the next turn.
void ReductionLayer::emit(Kernel& kernel, const Tile& tile) const {
  const bool is_rows = axis == Axis::Rows;
  const Dims out = tile.output.dims();
  int left = count();
  const Strip x{with_strides(tile.input(0), tile.needed[0].dims()), is_rows};
  const Strip y{with_strides(tile.output.operand(), out), is_rows};
  if (left == 1) return kernel.copy(out, y.operand, x.operand);
  const Dims half = with(out, (left + 1) / 2);
  const Strip sums{in_local({0, tile.workspace}, aligned_strides(half, 0)), is_rows};
  for (bool is_first = true; left > 1; is_first = false) {
    const Strip& source = is_first ? x : sums;
    const Strip& target = left == 2 ? y : sums;
    const int pairs = left / 2, next = left - pairs;
    kernel.arithmetic(operation, with(out, pairs), target.operand, source.operand, source.from(next));
    if (is_first && next > pairs) kernel.copy(with(out, 1), target.from(pairs), source.from(pairs));
    left = next;
  }
}

}  // namespace quern::bm1684
