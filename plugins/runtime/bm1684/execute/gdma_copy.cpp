#include <quern/error.hpp>

#include "copies.hpp"
#include "execute.hpp"

namespace quern::bm1684 {

void execute(const GdmaCopy& op, MachineState& machine) {
  if (op.source.dims.count() != op.target.dims.count())
    throw InputError("a copy of " + to_text(op.source.dims) + " to " + to_text(op.target.dims) +
                     " changes the number of elements");
  const Accesses ends = op.accesses();
  scatter(machine.memory, ends[1], gather(machine.memory, ends[0]));
}

}  // namespace quern::bm1684
