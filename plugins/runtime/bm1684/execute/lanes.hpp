// Elementwise commands: rows of their operands, shared among the threads by lane.
#pragma once

#include <functional>

#include "../machine_state.hpp"
#include "isa/types.hpp"

namespace quern::bm1684 {

// Calls row(n, c, h) for every row of a tensor. Channels of one lane stay on one thread and in order, so that
// commands whose operands overlap within a lane have one result.
inline void for_each_row(MachineState& machine, const Dims& dims, bool parallel,
                         const std::function<void(int n, int c, int h)>& row) {
  machine.workers.each(std::min(dims.c, kLanes), parallel && dims.count() >= kWorthThreads,
                       [&](int64_t begin, int64_t end) {
                         for (int64_t first = begin; first < end; ++first)
                           for (int n = 0; n < dims.n; ++n)
                             for (int c = int(first); c < dims.c; c += kLanes)
                               for (int h = 0; h < dims.h; ++h) row(n, c, h);
                       });
}

}  // namespace quern::bm1684
