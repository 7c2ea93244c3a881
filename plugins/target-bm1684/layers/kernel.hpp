// Writes the compute instructions of one tile: what layers are made of.
#pragma once

#include "layers/local_tensor.hpp"
#include "program/recorder.hpp"

namespace quern::bm1684 {

class Kernel {
 public:
  explicit Kernel(Recorder& recorder) : recorder_(&recorder) {}

  void add(const BdInstruction& instruction) { recorder_->add(instruction); }
  void add(const GdmaInstruction& instruction) { recorder_->add(instruction); }

  // y = a (kind) b over `dims`. Operands of integers carry their precision and sign.
  void arithmetic(Arithmetic::Kind kind, const Dims& dims, const Operand& y, const Operand& a,
                  const Operand& b, int right_shift = 0);
  // The same over whole tensors of equal sizes.
  void arithmetic(Arithmetic::Kind kind, const LocalTensor& y, const LocalTensor& a, const LocalTensor& b) {
    arithmetic(kind, y.dims(), y.operand(), a.operand(), b.operand());
  }
  void arithmetic(Arithmetic::Kind kind, const LocalTensor& y, const LocalTensor& a, float b) {
    arithmetic(kind, y.dims(), y.operand(), a.operand(), constant(b));
  }
  // 32-bit words moved.
  void copy(const Dims& dims, const Operand& y, const Operand& a);

 private:
  Recorder* recorder_;
};

}  // namespace quern::bm1684
