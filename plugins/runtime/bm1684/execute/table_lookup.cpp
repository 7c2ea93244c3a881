#include <cstring>

#include <quern/error.hpp>

#include "elements.hpp"
#include "execute.hpp"
#include "lanes.hpp"

namespace quern::bm1684 {

void execute(const TableLookup& op, MachineState& machine) {
  if (op.index_bits < 1 || op.index_bits > 16)
    throw UnsupportedError("a table of 2^" + std::to_string(op.index_bits) + " words is not documented");
  const ElementMap from = activation_map(op.x, op.dims), to = activation_map(op.y, op.dims);
  // Vendors' programs may name the table by its absolute address as well.
  const uint64_t address = op.table < kL2Bytes ? kL2Base + op.table : op.table;
  const uint8_t* table = machine.memory.at(address, uint64_t(4) << op.index_bits);
  const uint32_t mask = (1u << op.index_bits) - 1;
  const bool parallel = op.x.address.lane == op.y.address.lane;
  for_each_stretch(machine, op.dims, {&from, &to}, parallel, [&](int n, int c, int h, int64_t count) {
    const uint8_t* x = element(machine.memory, from, n, c, h, 0);
    uint8_t* y = element(machine.memory, to, n, c, h, 0);
    for (int64_t i = 0; i < count; ++i) {
      uint32_t index;
      std::memcpy(&index, x + i * from.w * from.unit, 4);
      std::memcpy(y + i * to.w * to.unit, table + size_t(index & mask) * 4, 4);
    }
  });
}

}  // namespace quern::bm1684
