#include "allocation/device_memory.hpp"

#include <algorithm>
#include <limits>

#include "isa/layout.hpp"

namespace quern::bm1684 {

DeviceMemory place_storages(Network& network, const std::vector<Lifetime>& lifetimes) {
  DeviceMemory memory;
  uint64_t next = kArenaBase;
  for (size_t i = 0; i < network.storages.size(); ++i) {
    Storage& s = network.storages[i];
    if (!s.is_coefficient() || lifetimes[i].first < 0) continue;
    s.address = next;
    next = uint64_t(round_up(int64_t(next) + s.words * 4, kRowBytes));
  }
  memory.coefficient_bytes = next - kArenaBase;
  memory.context_address = uint64_t(round_up(int64_t(next), int64_t(kArenaAlignment)));

  // The large ones first, each at the lowest place that is free while it lives.
  struct Block {
    size_t storage;
    int64_t begin, bytes;
    Lifetime life;
  };
  std::vector<Block> blocks;
  for (size_t i = 0; i < network.storages.size(); ++i) {
    const Storage& s = network.storages[i];
    Lifetime life = lifetimes[i];
    if (s.is_coefficient() || (life.first < 0 && !s.is_pinned)) continue;
    if (s.is_pinned) life = {0, std::numeric_limits<int>::max()};
    blocks.push_back({i, 0, round_up(s.words * 4, kRowBytes), life});
  }
  std::stable_sort(blocks.begin(), blocks.end(),
                   [](const Block& a, const Block& b) { return a.bytes > b.bytes; });
  int64_t end = 0;
  for (size_t i = 0; i < blocks.size(); ++i) {
    std::vector<std::pair<int64_t, int64_t>> taken;
    for (size_t j = 0; j < i; ++j)
      if (blocks[j].life.first <= blocks[i].life.last && blocks[i].life.first <= blocks[j].life.last)
        taken.emplace_back(blocks[j].begin, blocks[j].begin + blocks[j].bytes);
    std::sort(taken.begin(), taken.end());
    int64_t offset = 0;
    for (const auto& [from, to] : taken) {
      if (offset + blocks[i].bytes <= from) break;
      offset = std::max(offset, to);
    }
    blocks[i].begin = offset;
    end = std::max(end, offset + blocks[i].bytes);
    network.storages[blocks[i].storage].address = memory.context_address + uint64_t(offset);
  }
  memory.context_bytes = uint64_t(round_up(end, int64_t(kArenaAlignment)));
  return memory;
}

}  // namespace quern::bm1684
