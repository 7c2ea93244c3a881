// quern.QLut: y = table[x as an unsigned byte].
#pragma once

#include <cstdint>

#include "isa.hpp"

namespace quern::cpu::int8 {

// `table` has 256 bytes; x and y may be the same memory. Uses parallel_for().
void lookup(const void* x, void* y, int64_t count, const void* table, Isa isa = active_isa());

}  // namespace quern::cpu::int8
