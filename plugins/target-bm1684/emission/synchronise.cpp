#include "emission/synchronise.hpp"

#include <algorithm>
#include <optional>

namespace quern::bm1684 {
namespace {

// Device memory is touched by the copy engine alone, whose commands run in order. What both engines touch is
// local memory and L2. It is watched in rows of 128 bytes, all lanes together.
constexpr size_t kLocalRows = kLaneBytes / kRowBytes, kL2Rows = kL2Bytes / kRowBytes;

// The ids of the last commands that touched a row.
struct Row {
  uint16_t bd_read = 0, bd_write = 0, gdma_read = 0, gdma_write = 0;
};

struct RowRange {
  size_t begin = 0, end = 0;
  bool is_write = false;
};

// The rows that enclose an access; nothing for device memory.
std::optional<RowRange> rows_of(const Access& a) {
  const auto range = [&](int64_t first, int64_t last, size_t base) {
    return RowRange{base + size_t(first / kRowBytes), base + size_t(last / kRowBytes) + 1, a.write};
  };
  const Dims& d = a.dims;
  if (a.local) {
    int64_t first = int64_t(kLaneBytes), last = 0;
    // Strides are never negative: the corners of the box are its ends. Channels wrap around the lanes.
    for (const int c : {0, d.c - 1}) {
      first = std::min(first, a.map.offset(0, a.first_channel + c, 0, 0));
      last = std::max(last, a.map.offset(d.n - 1, a.first_channel + c, d.h - 1, d.w - 1) + a.map.unit);
    }
    return range(first, std::min<int64_t>(last, kLaneBytes) - 1, 0);
  }
  if (!is_l2(a.address)) return std::nullopt;
  const int64_t first = int64_t(a.address - kL2Base);
  const int64_t last = first + (d.n - 1) * a.byte_strides[0] + (d.c - 1) * a.byte_strides[1] +
                       (d.h - 1) * a.byte_strides[2] + (d.w - 1) * a.byte_strides[3] + a.element;
  return range(first, std::min<int64_t>(last, kL2Bytes) - 1, kLocalRows);
}

class Synchroniser {
 public:
  std::vector<Commands> run(const std::vector<Recorded>& instructions) {
    begin_group();
    for (const Recorded& r : instructions) {
      if (groups_.back().bd.size() == kMaxCommandsPerGroup ||
          groups_.back().gdma.size() == kMaxCommandsPerGroup)
        begin_group();
      add(r);
    }
    return std::move(groups_);
  }

 private:
  void begin_group() {
    groups_.emplace_back();
    rows_.assign(kLocalRows + kL2Rows, {});
  }

  void add(const Recorded& r) {
    Commands& group = groups_.back();
    const bool is_bd = r.is_bd();
    const auto id = uint16_t((is_bd ? group.bd.size() : group.gdma.size()) + 1);
    const Accesses list =
        std::visit([](const auto& instruction) { return accesses(instruction); }, r.instruction);
    uint16_t wait = 0;
    std::vector<RowRange> ranges;
    for (const Access& access : list)
      if (const auto range = rows_of(access)) ranges.push_back(*range);
    for (const RowRange& range : ranges)
      for (size_t i = range.begin; i < range.end; ++i) {
        const Row& row = rows_[i];
        wait = std::max(wait, is_bd ? row.gdma_write : row.bd_write);
        if (range.is_write) wait = std::max(wait, is_bd ? row.gdma_read : row.bd_read);
      }
    for (const RowRange& range : ranges)
      for (size_t i = range.begin; i < range.end; ++i) {
        Row& row = rows_[i];
        if (is_bd)
          (range.is_write ? row.bd_write : row.bd_read) = id;
        else
          (range.is_write ? row.gdma_write : row.gdma_read) = id;
      }
    if (is_bd) {
      group.bd.push_back(encode(std::get<BdInstruction>(r.instruction), {id, wait}));
      group.bd_layers.push_back(r.layer);
    } else {
      group.gdma.push_back(encode(std::get<GdmaInstruction>(r.instruction), {id, wait}));
      group.gdma_layers.push_back(r.layer);
    }
  }

  std::vector<Commands> groups_;
  std::vector<Row> rows_;
};

}  // namespace

std::vector<Commands> synchronise(const std::vector<Recorded>& instructions) {
  return Synchroniser().run(instructions);
}

}  // namespace quern::bm1684
