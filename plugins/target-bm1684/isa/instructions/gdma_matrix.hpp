// Copy of a matrix between system and local memory (sys_mem_type 1), directions S2L and L2S.
//
// In the system the matrix has rows of a given pitch. In local memory it is cut into sections of `width`
// columns: section j on lane (start + j) % 64, rows `row_stride`, slots `slot_stride` elements apart. With
// `transpose` the system holds the transposed matrix.
#pragma once

#include "gdma_common.hpp"

namespace quern::bm1684 {

struct GdmaMatrix {
  Direction direction = Direction::S2L;
  Format format = Format::F32;
  bool transpose = false;
  uint64_t system = 0;  // address of the system side
  int system_rows = 1, system_columns = 1;
  uint32_t pitch = 1;  // elements between system rows
  LocalAddress local{};
  int rows = 1, sections = 1, width = 1;       // of the local side; the last section may be partly used
  uint32_t row_stride = 32, slot_stride = 32;  // elements

  static GdmaMatrix decode(const GdmaCommand& command);
  [[nodiscard]] GdmaCommand encode() const;
  [[nodiscard]] Accesses accesses() const;
  void check(Findings& findings) const;
  void describe(Text& text) const;
  [[nodiscard]] int columns() const {
    return transpose ? system_rows : system_columns;
  }  // of the local matrix
  bool operator==(const GdmaMatrix&) const = default;
};

}  // namespace quern::bm1684
