#include <cstring>

#include <quern/error.hpp>

#include "copies.hpp"
#include "execute.hpp"

namespace quern::bm1684 {

void execute(const GdmaFill& op, MachineState& machine) {
  if (op.direction == Direction::L2S)
    throw UnsupportedError("a fill in direction L2S is rejected by the chip", {},
                           "Fill system memory with S2S.");
  const auto bytes = size_t(bytes_of(op.format));
  std::vector<uint8_t> elements(size_t(op.target.dims.count()) * bytes);
  for (size_t i = 0; i < elements.size(); i += bytes) std::memcpy(&elements[i], &op.value, bytes);
  scatter(machine.memory, op.accesses()[0], elements);
}

}  // namespace quern::bm1684
