#include "cpu_part.hpp"

#include <quern/error.hpp>

namespace quern::bm1684 {

void execute_cpu_part(const bmodel::Subnet& subnet, Memory&) {
  for (const bmodel::CpuOperation& operation : subnet.operations)
    throw UnsupportedError(
        "the program has an operation for the host's processor, number " +
            std::to_string(operation.operation) + (operation.is_custom ? " (custom)" : "") +
            ", which is not executed",
        "subnet " + std::to_string(subnet.id),
        "Compile the network so that all of it runs on the chip, or end it before this operation.");
}

}  // namespace quern::bm1684
