#include "layers/integer_elementwise.hpp"

#include "layers/elementwise.hpp"

namespace quern::bm1684 {
namespace {

using Kind = Arithmetic::Kind;

// Up to this shift the sum of 16 bits shifted left and a product stays within 32 bits.
constexpr int kMaxMacShift = 14;

Operand number(int value, Precision precision, bool is_signed = true) {
  return constant(uint32_t(value) & (precision == Precision::I8 ? 0xffu : 0xffffu), precision, is_signed);
}

Operand wide(uint32_t offset, bool is_signed = true) {
  return in_local({0, offset}, Precision::I16, is_signed);
}

// Only the second operand of an instruction may repeat its first batch.
void order(Operand& a, Operand& b) {
  if (a.repeats_batch) std::swap(a, b);
}

int64_t wide_bytes(const Region& out) { return aligned_lane_bytes(out.dims(), Precision::I16, 0); }

}  // namespace

void narrow(Kernel& kernel, const Tile& tile, uint32_t sum) {
  const Dims dims = tile.output.dims();
  const bool is_signed = tile.output.element == Element::I8;
  if (!is_signed) kernel.arithmetic(Kind::Max, dims, wide(sum), wide(sum), number(0, Precision::I16));
  kernel.arithmetic(Kind::Add, dims, tile.output.operand(), wide(sum, is_signed),
                    number(0, Precision::I16, is_signed));
}

int64_t IntegerAddLayer::workspace(const Region& out) const { return 2 * wide_bytes(out); }

void IntegerAddLayer::emit(Kernel& kernel, const Tile& tile) const {
  const Dims dims = tile.output.dims();
  const uint32_t sum = tile.workspace, product = tile.workspace + uint32_t(wide_bytes(tile.output.region));
  for (size_t i = 0; i < inputs.size(); ++i) {
    Operand x = broadcast_operand(tile, i, dims), factor = number(multipliers[i], Precision::I8);
    order(x, factor);
    if (i > 0 && shifts[i] <= kMaxMacShift) {
      Arithmetic mac;
      mac.kind = Kind::Mac;
      mac.dims = dims;
      mac.y = wide(sum);
      mac.a = x;
      mac.b = factor;
      mac.left_shift = mac.right_shift = shifts[i];
      mac.old_is_signed = true;
      kernel.add(mac);
      continue;
    }
    kernel.arithmetic(Kind::Mul, dims, wide(i == 0 ? sum : product), x, factor, shifts[i]);
    if (i > 0) kernel.arithmetic(Kind::Add, dims, wide(sum), wide(sum), wide(product));
  }
  narrow(kernel, tile, sum);
}

int64_t IntegerMulLayer::workspace(const Region& out) const { return wide_bytes(out); }

void IntegerMulLayer::emit(Kernel& kernel, const Tile& tile) const {
  const Dims dims = tile.output.dims();
  const bool wants_signed = tile.output.element == Element::I8;
  Operand a = broadcast_operand(tile, 0, dims);
  // A positive number may count as signed or not, whichever makes the result what it has to be.
  Operand b = multiplier ? number(*multiplier, Precision::I8, wants_signed || a.is_signed || *multiplier < 0)
                         : broadcast_operand(tile, 1, dims);
  order(a, b);
  const bool is_signed = a.is_signed || b.is_signed;
  if (is_signed && !wants_signed) {
    kernel.arithmetic(Kind::Mul, dims, wide(tile.workspace), a, b, shift);
    return narrow(kernel, tile, tile.workspace);
  }
  Operand y = tile.output.operand();
  y.is_signed = is_signed;
  kernel.arithmetic(Kind::Mul, dims, y, a, b, shift);
  if (!is_signed && wants_signed)  // products of unsigned values saturate at 255
    kernel.arithmetic(Kind::Min, dims, y, y, number(127, Precision::I8, false));
}

void IntegerExtremumLayer::emit(Kernel& kernel, const Tile& tile) const {
  const Dims dims = tile.output.dims();
  Operand a = broadcast_operand(tile, 0, dims), b = broadcast_operand(tile, 1, dims);
  order(a, b);
  kernel.arithmetic(operation, dims, tile.output.operand(), a, b);
}

int64_t IntegerLeakyLayer::workspace(const Region& out) const {
  return aligned_lane_bytes(out.dims(), Precision::I8, 0);
}

void IntegerLeakyLayer::emit(Kernel& kernel, const Tile& tile) const {
  const Dims dims = tile.output.dims();
  const Operand x = tile.input(0), y = tile.output.operand();
  const Operand negative = in_local({0, tile.workspace}, Precision::I8, true);
  const Operand factor = slope ? number(*slope, Precision::I8) : broadcast_operand(tile, 1, dims);
  kernel.arithmetic(Kind::Min, dims, negative, x, number(0, Precision::I8));
  kernel.arithmetic(Kind::Mul, dims, negative, negative, factor, shift);
  kernel.arithmetic(Kind::Max, dims, y, x, number(0, Precision::I8));
  kernel.arithmetic(Kind::Add, dims, y, y, negative);
}

}  // namespace quern::bm1684
