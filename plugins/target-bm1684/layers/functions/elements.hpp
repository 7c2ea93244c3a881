// Sequences of elementwise instructions over one tile: what float functions are made of.
//
// All operands have the tile's sizes and the aligned layout, or are constants. Results may replace operands.
#pragma once

#include "layers/kernel.hpp"

namespace quern::bm1684 {

class Elements {
 public:
  // Intermediate values are put into the workspace, one behind the other.
  Elements(Kernel& kernel, const Dims& dims, uint32_t workspace)
      : kernel_(&kernel), dims_(dims), workspace_(workspace) {}

  void add(const Operand& y, const Operand& a, const Operand& b) {
    arithmetic(Arithmetic::Kind::Add, y, a, b);
  }
  void subtract(const Operand& y, const Operand& a, const Operand& b) {
    arithmetic(Arithmetic::Kind::Sub, y, a, b);
  }
  void multiply(const Operand& y, const Operand& a, const Operand& b) {
    arithmetic(Arithmetic::Kind::Mul, y, a, b);
  }
  void maximum(const Operand& y, const Operand& a, const Operand& b) {
    arithmetic(Arithmetic::Kind::Max, y, a, b);
  }
  void minimum(const Operand& y, const Operand& a, const Operand& b) {
    arithmetic(Arithmetic::Kind::Min, y, a, b);
  }
  void divide(const Operand& y, const Operand& a, const Operand& b);
  // y = a > b ? value : 0
  void select_greater(const Operand& y, const Operand& a, const Operand& b, float value);
  void reciprocal_sqrt(const Operand& y, const Operand& x) {
    special(SpecialFunction::Kind::ReciprocalSqrt, y, x);
  }
  // The power of two next to x > 0.
  void nearest_power(const Operand& y, const Operand& x) {
    special(SpecialFunction::Kind::NormaliseFloat, y, x);
  }
  // y = sum over k < terms of c[k] * x^(k+1); the coefficients are in L2.
  void series(const Operand& y, const Operand& x, uint32_t table, int terms);
  // y = the word of a table in L2 that the lowest 8 bits of x name.
  void look_up(const Operand& y, const Operand& x, uint32_t table);

  // On the bits of the floats.
  void bits_and(const Operand& y, const Operand& a, uint32_t mask) {
    bits(Arithmetic::Kind::And, y, a, mask);
  }
  void bits_or(const Operand& y, const Operand& a, uint32_t mask) { bits(Arithmetic::Kind::Or, y, a, mask); }
  void bits_xor(const Operand& y, const Operand& a, uint32_t mask) {
    bits(Arithmetic::Kind::Xor, y, a, mask);
  }
  void shift_right(const Operand& y, const Operand& a, int amount) {
    bits(Arithmetic::Kind::Shift, y, a, uint32_t(-amount));
  }

  // The most intermediate values that existed at one time.
  [[nodiscard]] int most_temporaries() const { return most_; }

 private:
  friend class Temporary;
  void arithmetic(Arithmetic::Kind kind, const Operand& y, const Operand& a, const Operand& b) {
    kernel_->arithmetic(kind, dims_, y, a, b);
  }
  void bits(Arithmetic::Kind kind, const Operand& y, const Operand& a, uint32_t mask);
  void special(SpecialFunction::Kind kind, const Operand& y, const Operand& x);

  Kernel* kernel_;
  Dims dims_;
  uint32_t workspace_;
  int live_ = 0, most_ = 0;
};

// An intermediate value. The last one made is the first one to go: use it as a local variable.
class Temporary {
 public:
  explicit Temporary(Elements& elements);
  ~Temporary() { --elements_->live_; }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  operator const Operand&() const { return operand_; }  // NOLINT: it is one

 private:
  Elements* elements_;
  Operand operand_;
};

}  // namespace quern::bm1684
