// The tiles of a run of groups, one after another: steps of the compute engine, and what the copy engine does
// beside them. Time is counted in steps ("slots").
#pragma once

#include "tiling/partition.hpp"

namespace quern::bm1684 {

// Bytes of every lane's local memory, held from the first slot to the last, both included.
struct Buffer {
  int64_t bytes = 0;
  int first = 0, last = 0;
  bool is_loaded = false;  // filled by the copy engine
  size_t group = 0;
  uint32_t offset = 0;
};

struct LoadAction {
  int tensor = -1;  // a box of a tensor, or ...
  Dims dims;        // ... as the layers see it
  Region region;
  const Coefficient* coefficient = nullptr;  // ... channels of a coefficient
  Range channels;
  int part = -1;
  int buffer = -1;
  int needed_at = 0;  // step
  int earliest = 0;   // slot in which what is loaded is in device memory
  int issued_at = 0;  // slot: before the compute commands of this step
  double nanoseconds = 0;
};

struct ComputeStep {
  int part = -1;
  const Layer* layer = nullptr;
  Region output;
  std::vector<Region> needed, held;  // of the inputs: what is read, and what the buffer holds
  std::vector<int> inputs, aligned;  // buffers; `aligned`: a copy of just the needed box, or -1
  std::vector<int> coefficients;     // buffers
  int output_buffer = -1, workspace = -1;
  double nanoseconds = 0;
};

struct StoreAction {
  int tensor = -1;
  Dims dims;
  Region held, region;  // what the buffer holds, and the part that is stored
  int part = -1;
  int buffer = -1;
  int after = 0;  // step
};

struct TileSchedule {
  std::vector<Buffer> buffers;
  std::vector<ComputeStep> steps;
  std::vector<LoadAction> loads;    // in order of need
  std::vector<StoreAction> stores;  // in order of their steps
};

// Lays out the groups' tiles. Loads are issued as late as hides them behind the computation before.
TileSchedule make_schedule(const Network& network, const CostModel& costs,
                           const std::vector<PlannedGroup>& groups);

}  // namespace quern::bm1684
