// Places for the buffers of a timeline in local memory.
#pragma once

#include <optional>

#include "allocation/tile_schedule.hpp"

namespace quern::bm1684 {

// Gives every buffer an offset so that no two overlap in time and place. Loads that cannot be held as long as
// they were issued ahead are issued later. Returns the group that does not fit, or nothing.
std::optional<size_t> place_buffers(TileSchedule& timeline);

}  // namespace quern::bm1684
