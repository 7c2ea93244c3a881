// Everything that executing a command needs: the memories, the threads, the kernels for this processor.
#pragma once

#include "kernels/kernels.hpp"
#include "memory.hpp"
#include "workers.hpp"

namespace quern::bm1684 {

struct MachineState {
  MachineState(uint64_t ddr_base, uint64_t ddr_bytes, int threads)
      : memory(ddr_base, ddr_bytes), workers(threads), kernels(active_kernels()) {}

  Memory memory;
  Workers workers;
  const Kernels& kernels;
};

// Commands with at least this many elementary operations are shared among the threads.
inline constexpr int64_t kWorthThreads = 1 << 15;

}  // namespace quern::bm1684
