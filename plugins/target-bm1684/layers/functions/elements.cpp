#include "layers/functions/elements.hpp"

#include <bit>

namespace quern::bm1684 {
namespace {

Operand as_bits(Operand operand) {
  operand.precision = Precision::I32;
  return operand;
}

}  // namespace

Temporary::Temporary(Elements& elements) : elements_(&elements) {
  const auto size = uint32_t(aligned_lane_bytes(elements.dims_, Precision::F32, 0));
  operand_ = in_local({0, elements.workspace_ + uint32_t(elements.live_) * size});
  elements.most_ = std::max(elements.most_, ++elements.live_);
}

void Elements::divide(const Operand& y, const Operand& a, const Operand& b) {
  Scalar op;
  op.kind = Scalar::Kind::Div;
  op.dims = dims_;
  op.y = y;
  op.a = a;
  op.b = b;
  kernel_->add(op);
}

void Elements::select_greater(const Operand& y, const Operand& a, const Operand& b, float value) {
  Arithmetic op;
  op.kind = Arithmetic::Kind::SelectGreater;
  op.dims = dims_;
  op.y = y;
  op.a = a;
  op.b = b;
  op.third = constant(value);
  kernel_->add(op);
}

void Elements::series(const Operand& y, const Operand& x, uint32_t table, int terms) {
  SpecialFunction op;
  op.kind = SpecialFunction::Kind::Taylor;
  op.dims = dims_;
  op.x = x;
  op.y = y;
  op.table = table;
  op.terms = terms;
  kernel_->add(op);
}

void Elements::look_up(const Operand& y, const Operand& x, uint32_t table) {
  TableLookup op;
  op.dims = dims_;
  op.x = x;
  op.y = y;
  op.table = table;
  kernel_->add(op);
}

void Elements::bits(Arithmetic::Kind kind, const Operand& y, const Operand& a, uint32_t mask) {
  kernel_->arithmetic(kind, dims_, as_bits(y), as_bits(a), constant(mask, Precision::I32));
}

void Elements::special(SpecialFunction::Kind kind, const Operand& y, const Operand& x) {
  SpecialFunction op;
  op.kind = kind;
  op.dims = dims_;
  op.x = x;
  op.y = y;
  kernel_->add(op);
}

}  // namespace quern::bm1684
