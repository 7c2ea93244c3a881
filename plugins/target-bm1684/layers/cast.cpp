#include "layers/cast.hpp"

#include "isa/l2_tables.hpp"

namespace quern::bm1684 {
namespace {

using Kind = Arithmetic::Kind;

Operand bits(uint32_t value) { return constant(value, Precision::I32); }

// Words of one batch.
Operand plane(LocalTensor t, int batch) {
  Region box = t.region;
  box.n = {t.region.n.begin + batch, t.region.n.begin + batch + 1};
  t.element = Element::I32;
  Operand operand = t.operand(box);
  operand.arrangement = Arrangement::Aligned;  // within one batch the strides are those of the sizes
  operand.strides = {};
  return operand;
}

}  // namespace

void QuantizeLayer::emit(Kernel& kernel, const Tile& tile) const {
  const Dims dims = tile.output.dims();
  const bool is_signed = tile.output.element == Element::I8;
  LocalTensor value{tile.workspace, tile.output.region, Element::F32};
  LocalTensor half = value;
  half.offset += uint32_t(value.lane_bytes());
  LocalTensor value_bits = value, half_bits = half;
  value_bits.element = half_bits.element = Element::I32;

  kernel.arithmetic(Kind::Mul, value, tile.inputs[0], inverse_scale);
  // Half of the value's sign, then truncation: rounds half away from zero.
  kernel.arithmetic(Kind::And, dims, half_bits.operand(), value_bits.operand(), bits(0x8000'0000));
  kernel.arithmetic(Kind::Or, dims, half_bits.operand(), half_bits.operand(), bits(0x3f00'0000));
  kernel.arithmetic(Kind::Add, value, value, half);
  kernel.arithmetic(Kind::Max, value, value, is_signed ? -128.0f : 0.0f);
  kernel.arithmetic(Kind::Min, value, value, is_signed ? 127.0f : 255.0f);
  SpecialFunction truncate;
  truncate.kind = SpecialFunction::Kind::ToInteger;
  truncate.dims = dims;
  truncate.x = value.operand();
  truncate.y = value_bits.operand();
  kernel.add(truncate);

  const LocalTensor words = tile.output.as_words();
  Dims one = dims;
  one.n = 1;
  for (int batch = 0; batch < dims.n; ++batch) {
    const Operand y = plane(words, batch / 4), x = plane(value, batch);
    kernel.arithmetic(Kind::And, one, batch % 4 == 0 ? y : x, x, bits(0xff));
    if (batch % 4 == 0) continue;
    kernel.arithmetic(Kind::Shift, one, x, x, bits(uint32_t(8 * (batch % 4))));
    kernel.arithmetic(Kind::Or, one, y, y, x);
  }
}

void DequantizeLayer::emit(Kernel& kernel, const Tile& tile) const {
  const Dims dims = tile.output.dims();
  const LocalTensor words = tile.inputs[0].as_words();
  Dims one = dims;
  one.n = 1;
  for (int batch = 0; batch < dims.n; ++batch) {
    TableLookup look_up;
    look_up.dims = one;
    look_up.table = tile.inputs[0].element == Element::I8 ? kTableSignedBytes : kTableUnsignedBytes;
    look_up.x = plane(words, batch / 4);
    look_up.y = plane(tile.output, batch);
    if (batch % 4 != 0) {
      kernel.arithmetic(Kind::Shift, one, look_up.y, look_up.x, bits(uint32_t(-8 * (batch % 4))));
      look_up.x = look_up.y;
    }
    look_up.x.precision = look_up.y.precision = Precision::F32;  // as verified; the index is the lowest byte
    kernel.add(look_up);
  }
  kernel.arithmetic(Kind::Mul, tile.output, tile.output, scale);
}

}  // namespace quern::bm1684
