// Matrix product (tsk_typ 2, eu 0): Y[M x N] = L[M x K] * R[K x N] (+ bias[N]) (+ Y).
//
// Matrices are cut into sections of columns (layout.hpp, matrix_map): L into sections of `left_width`, the
// last one `last_left_width` wide; R, Y and the bias into `sections` sections of `width`. With
// `transpose_left` the left operand is stored as [K x M]. 8 bits are stored one byte each (1N); the bias of 8
// bits is int16.
#pragma once

#include "../findings.hpp"
#include "../text.hpp"
#include "bd_common.hpp"

namespace quern::bm1684 {

struct MatMul {
  int left_rows = 1;  // rows of L as stored
  int left_sections = 1, left_width = 1, last_left_width = 1;
  int sections = 1, width = 1;  // of R, Y and the bias
  bool transpose_left = false;
  Operand left, right, y;
  std::optional<Operand> bias;
  int right_shift = 0;         // 8 bits only
  int left_shift = 0;          // 8 bits: of the old result
  bool relu = false;           // 8 bits only
  bool add_to_result = false;  // f32, or a 16-bit result
  bool old_is_signed = false;  // opt_res_add_sign

  [[nodiscard]] int left_columns() const { return (left_sections - 1) * left_width + last_left_width; }
  [[nodiscard]] int m() const { return transpose_left ? left_columns() : left_rows; }
  [[nodiscard]] int k() const { return transpose_left ? left_rows : left_columns(); }
  [[nodiscard]] int n() const { return sections * width; }

  static MatMul decode(const BdCommand& command);
  [[nodiscard]] BdCommand encode() const;
  [[nodiscard]] Accesses accesses() const;
  void check(Findings& findings) const;
  void describe(Text& text) const;
  [[nodiscard]] bool result_is_signed() const;
  [[nodiscard]] int64_t macs() const { return int64_t(m()) * k() * n(); }
  bool operator==(const MatMul&) const = default;
};

}  // namespace quern::bm1684
