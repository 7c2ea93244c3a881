#include "timeline.hpp"

#include <algorithm>

#include <quern/error.hpp>

namespace quern::bm1684 {

std::string deadlock_text(const BdStep* bd, const GdmaStep* gdma) {
  std::string text = "the program stops for ever:";
  if (bd) text += " bd " + std::to_string(bd->sync.id) + " waits for gdma " + std::to_string(bd->sync.wait);
  if (bd && gdma) text += " and";
  if (gdma)
    text += " gdma " + std::to_string(gdma->sync.id) + " waits for bd " + std::to_string(gdma->sync.wait);
  return text + ", which does not come";
}

Timeline schedule(std::span<const BdStep> bd, std::span<const GdmaStep> gdma, double begin,
                  const CycleParameters& parameters) {
  const std::vector<size_t> bd_waits = commands_waited_for(bd, gdma),
                            gdma_waits = commands_waited_for(gdma, bd);
  const auto last_id = [](const auto& steps) { return steps.empty() ? 0 : steps.back().sync.id; };
  Timeline timeline;
  double bd_free = begin, gdma_free = begin;
  // Appends the next command of one queue if what it waits for is on the timeline already.
  const auto advance = [&](const auto& steps, const std::vector<size_t>& waits, int last_other,
                           const std::vector<Interval>& other, std::vector<Interval>& own, double& free) {
    bool advanced = false;
    while (own.size() < steps.size()) {
      const auto& step = steps[own.size()];
      const size_t needed = waits[own.size()];
      if (needed > other.size() || step.sync.wait > last_other) break;
      const double start = std::max(free, needed == 0 ? begin : other[needed - 1].end);
      free = start + nanoseconds(step.instruction, parameters);
      own.push_back({start, free});
      advanced = true;
    }
    return advanced;
  };
  for (;;) {
    const bool bd_moved = advance(bd, bd_waits, last_id(gdma), timeline.gdma, timeline.bd, bd_free);
    const bool gdma_moved = advance(gdma, gdma_waits, last_id(bd), timeline.bd, timeline.gdma, gdma_free);
    if (!bd_moved && !gdma_moved) break;
  }
  const bool bd_left = timeline.bd.size() < bd.size(), gdma_left = timeline.gdma.size() < gdma.size();
  if (bd_left || gdma_left)
    throw InputError(deadlock_text(bd_left ? &bd[timeline.bd.size()] : nullptr,
                                   gdma_left ? &gdma[timeline.gdma.size()] : nullptr));
  timeline.end = std::max(bd_free, gdma_free);
  return timeline;
}

}  // namespace quern::bm1684
