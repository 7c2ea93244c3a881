#include "allocation/local_memory.hpp"

#include <algorithm>
#include <bit>

#include "isa/machine.hpp"

namespace quern::bm1684 {
namespace {

// Buffers sorted into the slots in which they live, so that only neighbours in time are compared.
class Memory {
 public:
  explicit Memory(TileSchedule& timeline)
      : timeline_(&timeline), alive_(timeline.steps.size() + 2), is_placed_(timeline.buffers.size()) {}

  // A place that is free from the buffer's first slot to its last: the lowest one, or for what the copy
  // engine fills the one in the fewest banks that the compute engine uses meanwhile (isa.md section 7).
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
    const auto offset = b.is_loaded ? quietest(taken, b.bytes, busy_banks(b.first)) : lowest(taken, b.bytes);
    if (!offset) {
      for (int& seen : last_seen_)
        if (seen == number) seen = -1;
      return false;
    }
    b.offset = *offset;
    is_placed_[size_t(number)] = true;
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
  using Banks = uint32_t;  // one bit each
  static_assert(kBanks <= 32);

  static Banks banks_of(int64_t offset, int64_t bytes) {
    Banks banks = 0;
    for (int64_t bank = offset / kBankBytes; bank <= (offset + bytes - 1) / kBankBytes; ++bank)
      banks |= Banks(1) << bank;
    return banks;
  }

  // The banks in which the step of this slot computes, as far as its buffers have places.
  [[nodiscard]] Banks busy_banks(int slot) const {
    Banks banks = 0;
    if (slot >= int(timeline_->steps.size())) return banks;
    const ComputeStep& step = timeline_->steps[size_t(slot)];
    const auto add = [&](int number) {
      if (number < 0 || !is_placed_[size_t(number)]) return;
      const Buffer& b = timeline_->buffers[size_t(number)];
      if (b.bytes > 0) banks |= banks_of(b.offset, b.bytes);
    };
    for (const auto* list : {&step.inputs, &step.aligned, &step.coefficients})
      for (const int number : *list) add(number);
    add(step.output_buffer);
    add(step.workspace);
    return banks;
  }

  // In every gap its end, its begin and the borders of banks are looked at, from above.
  static std::optional<uint32_t> quietest(const Taken& taken, int64_t bytes, Banks busy) {
    std::optional<uint32_t> best;
    int fewest = kBanks + 1;
    const auto consider = [&](int64_t offset) {
      const int shared = std::popcount(banks_of(offset, std::max<int64_t>(bytes, 1)) & busy);
      if (shared >= fewest) return;
      fewest = shared;
      best = uint32_t(offset);
    };
    const auto look_at = [&](int64_t begin, int64_t end) {
      if (end - begin < bytes) return;
      consider(end - bytes);
      for (int64_t border = (end - bytes) / kBankBytes * kBankBytes; border >= begin; border -= kBankBytes) {
        consider(border);
        if (border - bytes >= begin) consider(border - bytes);
      }
      consider(begin);
    };
    // Gaps from above.
    std::vector<std::pair<int64_t, int64_t>> gaps;
    int64_t begin = 0;
    for (const auto& [from, to] : taken) {
      if (from > begin) gaps.emplace_back(begin, from);
      begin = std::max<int64_t>(begin, to);
    }
    if (begin < kLaneBytes) gaps.emplace_back(begin, kLaneBytes);
    for (auto gap = gaps.rbegin(); gap != gaps.rend(); ++gap) look_at(gap->first, gap->second);
    return best;
  }

  TileSchedule* timeline_;
  std::vector<std::vector<int>> alive_;
  std::vector<int> last_seen_;
  std::vector<bool> is_placed_;
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
