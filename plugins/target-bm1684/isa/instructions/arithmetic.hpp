// Elementwise arithmetic (tsk_typ 3) on tensors of any strides; broadcasting is a stride of 0.
// isa.md section 5.1; arithmetic.md 5.2; the vectors' README, items 4 to 12.
//
// Integers (result saturated to its precision, signed if an operand is signed; sub always signed):
//   mul, add, sub: (a o b + 2^(rs-1)) >> rs      mac: (a * b + (old << ls) + 2^(rs-1)) >> rs
//   max, min: both operands of one sign          shift: by b, left where positive; right truncates
//   and, or, xor, copy: bits
// f32: mul, mac, add, sub, max, min; select_gt / select_eq: a > b / same bits ? third : 0.
// i32: and, or, xor, shift, copy only; the others treat the words as f32.
#pragma once

#include "../findings.hpp"
#include "../text.hpp"
#include "bd_common.hpp"

namespace quern::bm1684 {

struct Arithmetic {
  // Numbers of tsk_eu_typ.
  enum class Kind : uint8_t {
    Mul = 0,
    Mac = 1,
    Add = 2,
    Sub = 3,
    Max = 4,
    Min = 5,
    Shift = 6,
    And = 7,
    Or = 8,
    Xor = 9,
    SelectGreater = 10,
    SelectEqual = 11,
    Copy = 19
  };

  Kind kind = Kind::Add;
  Dims dims;
  Operand a, b;   // b is not read by Copy
  Operand third;  // constant, of the selections
  Operand y;
  int right_shift = 0;           // integers: rounds half up
  int left_shift = 0;            // Mac: of the old result
  bool arithmetic_shift = true;  // Shift: keep the sign in right shifts
  bool relu = false;             // integers: clamps at 0 and makes the result unsigned
  bool old_is_signed = false;    // opt_res_add_sign; without observed effect

  static Arithmetic decode(const BdCommand& command);
  [[nodiscard]] BdCommand encode() const;
  [[nodiscard]] Accesses accesses() const;
  void check(Findings& findings) const;
  void describe(Text& text) const;
  [[nodiscard]] int operands() const;  // that the command names: 1, 2 or 3
  [[nodiscard]] bool is_select() const { return kind == Kind::SelectGreater || kind == Kind::SelectEqual; }
  [[nodiscard]] bool result_is_signed() const;
  bool operator==(const Arithmetic&) const = default;
};

const char* name_of(Arithmetic::Kind kind);

}  // namespace quern::bm1684
