#include "memory.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#include <quern/error.hpp>

#include "isa/l2_tables.hpp"
#include "isa/text.hpp"

namespace quern::bm1684 {
namespace {

// Strides of 0 let a command name far more elements than there are bytes; no sensible one does.
constexpr int64_t kMostElements = int64_t(1) << 31;

[[noreturn]] void reject(uint64_t address, uint64_t bytes, const std::string& why) {
  throw InputError("access to " + std::to_string(bytes) + " bytes at " + hex(address) + ": " + why);
}

// End of the bytes that a system access reaches, relative to its start.
int64_t extent(const Access& a) {
  const Dims& d = a.dims;
  int64_t last = 0;
  const int sizes[] = {d.n, d.c, d.h, d.w};
  for (size_t i = 0; i < 4; ++i) last += int64_t(sizes[i] - 1) * a.byte_strides[i];
  return last + a.element;
}

}  // namespace

void Memory::Free::operator()(uint8_t* p) const { std::free(p); }

Memory::Bytes Memory::allocate(uint64_t bytes) {
  auto* block = static_cast<uint8_t*>(std::calloc(bytes + 64, 1));  // vector loads may overrun
  if (!block) throw std::bad_alloc();
  return Bytes(block);
}

Memory::Memory(uint64_t ddr_base, uint64_t ddr_bytes)
    : ddr_base_(ddr_base),
      ddr_bytes_(ddr_bytes),
      local_(allocate(kLocalBytes)),
      l2_(allocate(kL2Bytes)),
      ddr_(allocate(ddr_bytes)) {
  const std::vector<uint8_t> tables = l2_tables();
  std::memcpy(l2_.get() + kL2TableOffset, tables.data(), tables.size());
}

void Memory::fill(uint8_t value) {
  std::memset(local_.get(), value, kLocalBytes);
  std::memset(l2_.get(), value, kL2TableOffset);
  std::memset(ddr_.get(), value, ddr_bytes_);
}

const uint8_t* Memory::at(uint64_t address, uint64_t bytes) const {
  const auto inside = [&](uint64_t base, uint64_t size) {
    return address >= base && address - base <= size && bytes <= size - (address - base);
  };
  if (inside(kLocalBase, kLocalBytes)) return local_.get() + (address - kLocalBase);
  if (inside(kL2Base, kL2Bytes)) return l2_.get() + (address - kL2Base);
  if (inside(ddr_base_, ddr_bytes_)) return ddr_.get() + (address - ddr_base_);
  reject(address, bytes,
         "the program's memory is local memory, L2 and DDR from " + hex(ddr_base_) + " to " +
             hex(ddr_base_ + ddr_bytes_));
}

uint8_t* Memory::at(uint64_t address, uint64_t bytes) {
  return const_cast<uint8_t*>(static_cast<const Memory*>(this)->at(address, bytes));
}

void Memory::require(const Accesses& accesses) const {
  for (const Access& a : accesses) {
    const Dims& d = a.dims;
    if (d.n < 1 || d.c < 1 || d.h < 1 || d.w < 1)
      throw InputError("an operand has a size of 0: " + to_text(d));
    if (d.count() > (a.local ? int64_t(kLocalBytes) : kMostElements))
      throw InputError("an operand has more elements than the memories hold: " + to_text(d));
    if (!a.local) {
      const int64_t end = extent(a);
      (void)at(a.address, uint64_t(end));
      if (a.write && is_l2(a.address) && a.address - kL2Base + uint64_t(end) > kL2TableOffset)
        reject(a.address, uint64_t(end), "would overwrite the firmware's tables in L2");
      if (a.write && a.address < protected_end_ && a.address + uint64_t(end) > protected_begin_)
        reject(a.address, uint64_t(end), "would overwrite the coefficients");
      continue;
    }
    // Offsets grow with every index; the highest batch part is in the last word at the latest.
    const int64_t end = a.map.offset(d.n - 1, a.first_channel + d.c - 1, d.h - 1, d.w - 1) + a.map.element;
    if (end > int64_t(kLaneBytes))
      reject(a.map.start.encoded(), uint64_t(end - a.map.start.offset),
             "leaves the lane's local memory of 512 KiB");
  }
}

}  // namespace quern::bm1684
