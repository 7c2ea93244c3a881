#include "layers/kernel.hpp"

namespace quern::bm1684 {

void Kernel::arithmetic(Arithmetic::Kind kind, const Dims& dims, const Operand& y, const Operand& a,
                        const Operand& b, int right_shift) {
  Arithmetic op;
  op.kind = kind;
  op.dims = dims;
  op.y = y;
  op.a = a;
  op.b = b;
  op.right_shift = right_shift;
  add(op);
}

void Kernel::copy(const Dims& dims, const Operand& y, const Operand& a) {
  Arithmetic op;
  op.kind = Arithmetic::Kind::Copy;
  op.dims = dims;
  op.y = y;
  op.a = a;
  op.b.precision = a.precision;  // not read; verified with one precision for all
  add(op);
}

}  // namespace quern::bm1684
