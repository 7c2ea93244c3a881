// The copy engine's common ground: elements of a strided region, in row-major order.
#pragma once

#include <vector>

#include "../memory.hpp"
#include "isa/instructions/gdma_common.hpp"

namespace quern::bm1684 {

// All elements of the accesses, one after the other.
std::vector<uint8_t> gather(const Memory& memory, const Access& from);
// Puts elements where the access says.
void scatter(Memory& memory, const Access& to, const std::vector<uint8_t>& elements);

}  // namespace quern::bm1684
