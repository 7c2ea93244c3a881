#include "uses.hpp"

#include <algorithm>

namespace quern::bm1684 {
namespace {

constexpr uint64_t kWord = 4;

uint64_t words_of(uint64_t address, uint64_t bytes) { return (address % kWord + bytes + kWord - 1) / kWord; }

}  // namespace

Uses::Uses(uint64_t ddr_base, uint64_t ddr_bytes)
    : ddr_base_(ddr_base), local_(kLocalBytes / kWord), l2_(kL2Bytes / kWord), ddr_(ddr_bytes / kWord + 2) {}

uint32_t* Uses::writer_of(uint64_t address) {
  if (is_local(address)) return &local_[(address - kLocalBase) / kWord];
  return is_l2(address) ? &l2_[(address - kL2Base) / kWord] : &ddr_[(address - ddr_base_) / kWord];
}

void Uses::begin_command(const std::string& where, const std::string& text) {
  commands_.push_back({where, text});
}

void Uses::write(uint64_t address, uint64_t bytes) {
  uint32_t* writer = writer_of(address);
  commands_.back().writes = true;
  if (bytes % kWord != 0 || address % kWord != 0) read(address, bytes);  // what stands beside it stays in use
  for (uint64_t i = 0; i < words_of(address, bytes); ++i) writer[i] = uint32_t(commands_.size());
}

void Uses::read(uint64_t address, uint64_t bytes) {
  uint32_t* writer = writer_of(address);
  for (uint64_t i = 0; i < words_of(address, bytes); ++i) {
    if (writer[i] == 0)
      writer[i] = kRead;
    else if (writer[i] != kRead)
      commands_[writer[i] - 1].is_used = true;
  }
}

uint64_t Uses::first_untouched(uint64_t address, uint64_t bytes) const {
  uint64_t i = 0;
  while (i < bytes && ddr_[(address + i - ddr_base_) / kWord] != 0) i += kWord;
  return address + std::min(i, bytes);
}

}  // namespace quern::bm1684
