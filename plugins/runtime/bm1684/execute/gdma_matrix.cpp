#include <cstring>

#include <quern/error.hpp>

#include "copies.hpp"
#include "execute.hpp"

namespace quern::bm1684 {
namespace {

// Exchanges rows and columns.
std::vector<uint8_t> transposed(const std::vector<uint8_t>& from, size_t rows, size_t columns, size_t bytes) {
  std::vector<uint8_t> to(from.size());
  for (size_t r = 0; r < rows; ++r)
    for (size_t c = 0; c < columns; ++c)
      std::memcpy(&to[(c * rows + r) * bytes], &from[(r * columns + c) * bytes], bytes);
  return to;
}

}  // namespace

void execute(const GdmaMatrix& op, MachineState& machine) {
  const auto bytes = size_t(bytes_of(op.format));
  const auto rows = size_t(op.rows), columns = size_t(op.columns());
  if (size_t(op.transpose ? op.system_columns : op.system_rows) != rows ||
      op.columns() > op.sections * op.width || op.columns() <= (op.sections - 1) * op.width)
    throw InputError("a matrix copy has different sizes on its two sides");
  const auto local_row = [&](size_t r, size_t section) {
    const auto place = size_t(op.local.lane) + section;
    const size_t offset = op.local.offset + (r * op.row_stride + place / kLanes * op.slot_stride) * bytes;
    return machine.memory.lane(int(place % kLanes)) + offset;
  };
  const auto count = [&](size_t section) {
    return std::min(size_t(op.width), columns - section * size_t(op.width)) * bytes;
  };

  const Access system = op.accesses()[0];
  if (op.direction == Direction::S2L) {
    std::vector<uint8_t> matrix = gather(machine.memory, system);
    if (op.transpose) matrix = transposed(matrix, columns, rows, bytes);
    for (size_t r = 0; r < rows; ++r)
      for (size_t s = 0; s < size_t(op.sections); ++s)
        std::memcpy(local_row(r, s), &matrix[(r * columns + s * size_t(op.width)) * bytes], count(s));
    return;
  }
  std::vector<uint8_t> matrix(rows * columns * bytes);
  for (size_t r = 0; r < rows; ++r)
    for (size_t s = 0; s < size_t(op.sections); ++s)
      std::memcpy(&matrix[(r * columns + s * size_t(op.width)) * bytes], local_row(r, s), count(s));
  if (op.transpose) matrix = transposed(matrix, rows, columns, bytes);
  scatter(machine.memory, system, matrix);
}

}  // namespace quern::bm1684
