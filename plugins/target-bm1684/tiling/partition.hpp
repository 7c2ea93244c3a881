// Which layers form groups, and into how many pieces each group is cut.
#pragma once

#include "tiling/cost.hpp"

namespace quern::bm1684 {

struct PlannedGroup {
  LayerGroup group;
  Pieces pieces;
};

// How far the search goes.
struct SearchLimits {
  size_t longest_group = 1;
};
SearchLimits limits_of(int optimisation);  // 0, 1, 2

// The parts that read each storage; -1 stands for the network's outputs, copies and the host.
std::vector<std::set<int>> readers_of(const Network& network);

// Partitions the layers [first, last) of network.parts, which are all layers. Dynamic programming over the
// position of the cuts; deterministic. Throws UnsupportedError where a layer does not fit into local memory
// however it is cut.
std::vector<PlannedGroup> partition(const Network& network, const CostModel& costs, int first, int last,
                                    const SearchLimits& limits);

// Another plan for a group that a schedule could not place: the next finer way to cut it, and where there is
// none shorter groups. Throws UnsupportedError for a single layer in its smallest pieces.
std::vector<PlannedGroup> replanned(const Network& network, const CostModel& costs,
                                    const PlannedGroup& planned);

}  // namespace quern::bm1684
