// When each command of a group runs: both queues in order, side by side, waiting for each other by their ids.
#pragma once

#include <span>
#include <vector>

#include "cycles.hpp"

namespace quern::bm1684 {

// Nanoseconds.
struct Interval {
  double begin = 0, end = 0;
};

struct Timeline {
  std::vector<Interval> bd, gdma;  // one per command
  double end = 0;                  // of the last command
};

// For each step, how many commands of the other queue must have finished before it starts, itself or a
// command before it in its queue having waited for them. `other` must be in the order of its queue.
template <class Step, class Other>
std::vector<size_t> commands_waited_for(std::span<const Step> steps, std::span<const Other> other) {
  std::vector<size_t> counts;
  size_t count = 0;
  for (const Step& step : steps) {
    while (count < other.size() && other[count].sync.id <= step.sync.wait) ++count;
    counts.push_back(count);
  }
  return counts;
}

// Throws InputError where the queues wait for each other for ever, or for a command that does not exist.
Timeline schedule(std::span<const BdStep> bd, std::span<const GdmaStep> gdma, double begin = 0,
                  const CycleParameters& parameters = kCycleParameters);

// The message of that error: which commands wait for what.
std::string deadlock_text(const BdStep* bd, const GdmaStep* gdma);

}  // namespace quern::bm1684
