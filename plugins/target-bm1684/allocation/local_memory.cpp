#include "allocation/local_memory.hpp"

#include <algorithm>

#include "isa/machine.hpp"

namespace quern::bm1684 {
namespace {

// Buffers sorted into the slots in which they live, so that only neighbours in time are compared.
class Memory {
 public:
  explicit Memory(TileSchedule& timeline) : timeline_(&timeline), alive_(timeline.steps.size() + 2) {}

  // The lowest place (or the highest, for what the copy engine fills: the two engines then meet in few banks)
  // that is free from the buffer's first slot to its last.
  bool place(int number) {
    Buffer& b = timeline_->buffers[size_t(number)];
    if (b.bytes > kLaneBytes) return false;
    std::vector<std::pair<uint32_t, uint32_t>> taken;
    last_seen_.resize(timeline_->buffers.size(), -1);
    for (int s = b.first; s <= b.last && s < int(alive_.size()); ++s)
      for (const int other : alive_[size_t(s)]) {
        if (last_seen_[size_t(other)] == number) continue;
        last_seen_[size_t(other)] = number;
        const Buffer& o = timeline_->buffers[size_t(other)];
        taken.emplace_back(o.offset, o.offset + uint32_t(o.bytes));
      }
    std::sort(taken.begin(), taken.end());
    const auto offset = b.is_loaded ? highest(taken, b.bytes) : lowest(taken, b.bytes);
    if (!offset) {
      for (int& seen : last_seen_)
        if (seen == number) seen = -1;
      return false;
    }
    b.offset = *offset;
    for (int s = b.first; s <= b.last && s < int(alive_.size()); ++s) alive_[size_t(s)].push_back(number);
    return true;
  }

 private:
  using Taken = std::vector<std::pair<uint32_t, uint32_t>>;

  static std::optional<uint32_t> lowest(const Taken& taken, int64_t bytes) {
    int64_t offset = 0;
    for (const auto& [begin, end] : taken) {
      if (offset + bytes <= begin) break;
      offset = std::max<int64_t>(offset, end);
    }
    if (offset + bytes > kLaneBytes) return std::nullopt;
    return uint32_t(offset);
  }
  static std::optional<uint32_t> highest(const Taken& taken, int64_t bytes) {
    // Gaps from below; the last one that is large enough.
    std::optional<uint32_t> best;
    int64_t offset = 0;
    for (const auto& [begin, end] : taken) {
      if (begin >= offset + bytes) best = uint32_t(begin - bytes);
      offset = std::max<int64_t>(offset, end);
    }
    if (kLaneBytes - offset >= bytes) best = uint32_t(kLaneBytes - bytes);
    return best;
  }

  TileSchedule* timeline_;
  std::vector<std::vector<int>> alive_;
  std::vector<int> last_seen_;
};

}  // namespace

// First what a step cannot do without, group by group and the large ones first; loads then get the time that
// is left.
std::optional<size_t> place_buffers(TileSchedule& timeline) {
  Memory memory(timeline);
  std::vector<int> order;
  for (size_t i = 0; i < timeline.buffers.size(); ++i)
    if (!timeline.buffers[i].is_loaded) order.push_back(int(i));
  std::vector<LoadAction*> loads;
  for (LoadAction& load : timeline.loads) loads.push_back(&load);
  size_t next_load = 0;
  const auto& buffers = timeline.buffers;
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    const Buffer &x = buffers[size_t(a)], &y = buffers[size_t(b)];
    if (x.group != y.group) return x.group < y.group;
    return x.bytes * (x.last - x.first + 1) > y.bytes * (y.last - y.first + 1);
  });
  size_t i = 0;
  const size_t groups = buffers.empty() ? 0 : buffers.back().group + 1;
  for (size_t group = 0; group < groups; ++group) {
    for (; i < order.size() && buffers[size_t(order[i])].group == group; ++i)
      if (!memory.place(order[i])) return group;
    for (; next_load < loads.size() && buffers[size_t(loads[next_load]->buffer)].group == group;
         ++next_load) {
      LoadAction& load = *loads[next_load];
      Buffer& b = timeline.buffers[size_t(load.buffer)];
      while (!memory.place(load.buffer)) {
        if (load.issued_at == load.needed_at) return group;
        load.issued_at += std::max(1, (load.needed_at - load.issued_at) / 4);
        b.first = load.issued_at;
      }
    }
  }
  return std::nullopt;
}

}  // namespace quern::bm1684
