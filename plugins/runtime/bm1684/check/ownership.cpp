#include "ownership.hpp"

#include <algorithm>

namespace quern::bm1684 {

Ownership::Ownership(uint64_t ddr_base, uint64_t ddr_bytes)
    : ddr_base_(ddr_base),
      local_(kLocalBytes / kPageBytes),
      l2_(kL2Bytes / kPageBytes),
      ddr_(ddr_bytes / kPageBytes + 1) {}

void Ownership::reset() {
  for (auto* pages : {&local_, &l2_, &ddr_})
    for (auto& page : *pages) page.reset();
}

Ownership::Page& Ownership::page(uint64_t address) {
  auto& slot = is_local(address) ? local_[(address - kLocalBase) / kPageBytes]
               : is_l2(address)  ? l2_[(address - kL2Base) / kPageBytes]
                                 : ddr_[(address - ddr_base_) / kPageBytes];
  if (!slot) slot = std::make_unique<Page>();
  return *slot;
}

bool Ownership::access(Engine engine, size_t index, bool write, uint64_t address, uint64_t bytes,
                       size_t ordered, Conflict& conflict) {
  bool found = false;
  const auto own = size_t(engine), foreign = size_t(other(engine));
  while (bytes > 0) {
    // Pages count from the start of their memory; DDR need not begin at a multiple of a page.
    const uint64_t base = is_local(address) ? kLocalBase : is_l2(address) ? kL2Base : ddr_base_;
    const uint64_t begin = (address - base) % kPageBytes, count = std::min(bytes, kPageBytes - begin);
    Page& p = page(address);
    for (uint64_t i = begin; i < begin + count; ++i) {
      const size_t writer = p.writer[foreign][i], reader = write ? p.reader[foreign][i] : 0;
      if (writer > ordered || reader > ordered) {
        const size_t last = std::max(writer, reader);
        if (!found) conflict = {address + (i - begin), 0, last - 1, writer >= reader};
        found = true;
        if (conflict.command == last - 1) ++conflict.bytes;
      }
      (write ? p.writer : p.reader)[own][i] = uint16_t(index + 1);
    }
    address += count;
    bytes -= count;
  }
  return found;
}

}  // namespace quern::bm1684
