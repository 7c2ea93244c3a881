#include <cstring>

#include <quern/error.hpp>

#include "copies.hpp"
#include "execute.hpp"

namespace quern::bm1684 {

void execute(const GdmaTranspose& op, MachineState& machine) {
  if (op.source.dims.count() != op.target.dims.count())
    throw InputError("a copy of " + to_text(op.source.dims) + " to " + to_text(op.target.dims) +
                     " changes the number of elements");
  const Accesses ends = op.accesses();
  const std::vector<uint8_t> from = gather(machine.memory, ends[0]);
  std::vector<uint8_t> to(from.size());
  const Dims& d = op.source.dims;
  const size_t plane = size_t(d.h) * size_t(d.w) * size_t(bytes_of(op.format));
  for (size_t n = 0; n < size_t(d.n); ++n)
    for (size_t c = 0; c < size_t(d.c); ++c)
      std::memcpy(&to[(c * size_t(d.n) + n) * plane], &from[(n * size_t(d.c) + c) * plane], plane);
  scatter(machine.memory, ends[1], to);
}

}  // namespace quern::bm1684
