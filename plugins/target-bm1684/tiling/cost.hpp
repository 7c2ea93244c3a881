// What computing and moving cost, by the cycle model of isa/cycles.hpp, in nanoseconds.
#pragma once

#include <vector>

#include "tiling/group.hpp"

namespace quern::bm1684 {

class CostModel {
 public:
  explicit CostModel(const Network& network);

  // Computing this box of the layer of that part.
  double compute(int part, const Layer& layer, const Region& box) const;
  // Moving so many bytes between device and local memory.
  static double copy(int64_t bytes);

 private:
  std::vector<double> whole_;  // of each part: computing all of its layer
};

// Bytes per lane that hold a box.
int64_t lane_bytes(const Region& box, Element element);
// Bytes that a box has in device memory.
int64_t system_bytes(const Region& box, Element element);

// What one way of cutting a group costs.
struct GroupCost {
  bool fits = false;
  double nanoseconds = 0;
};
GroupCost cost_of(const Network& network, const CostModel& costs, const LayerGroup& group,
                  const Pieces& pieces);

}  // namespace quern::bm1684
