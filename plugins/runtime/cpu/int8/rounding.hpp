// Rounding constants of accumulators.
#pragma once

#include <cstdint>
#include <vector>

namespace quern::cpu::int8 {

// Adds the rounding constant 2^(rshift-1) to the accumulators' start values and returns false, unless sums of
// up to `bound` in magnitude could leave 32 bits with it: then returns true, and the kernels must round
// afterwards.
inline bool rounds_afterwards(std::vector<int32_t>& init, int rshift, int64_t bound) {
  if (rshift == 0) return false;
  const int64_t constant = int64_t(1) << (rshift - 1);
  if (bound + constant > INT32_MAX) return true;
  // Start values wrap around where the offset of signed inputs is part of them; the sums come out right.
  for (int32_t& start : init) start = int32_t(uint32_t(start) + uint32_t(constant));
  return false;
}

}  // namespace quern::cpu::int8
