// Parts of a program that the host's processor executes.
#pragma once

#include "../memory.hpp"
#include "program.hpp"

namespace quern::bm1684 {

// Executes the operations of a CPU subnet on its tensors in device memory. Throws UnsupportedError naming the
// operation where it is none of ours.
void execute_cpu_part(const bmodel::Subnet& subnet, Memory& memory);

}  // namespace quern::bm1684
