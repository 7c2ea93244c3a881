// Copies as instructions, once everything has its address.
#pragma once

#include "allocation/tile_schedule.hpp"

namespace quern::bm1684 {

// A box of a tensor between device memory and local memory.
GdmaInstruction load_of(const Network& network, const LoadAction& load, uint32_t offset);
GdmaInstruction store_of(const Network& network, const StoreAction& store, uint32_t offset);
// Records a copy between two places of device memory: as many instructions as its dimensions need.
void record(Recorder& recorder, const Network& network, const SystemCopy& copy);
// Records the loads of all look-up tables into L2.
void record_tables(Recorder& recorder, const Network& network);
// Records a run of groups.
void record(Recorder& recorder, const Network& network, const TileSchedule& timeline);

}  // namespace quern::bm1684
