// The memories that a program sees: local memory of all lanes, L2 with the firmware's tables, a window of
// DDR.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "isa/access.hpp"

namespace quern::bm1684 {

class Memory {
 public:
  // DDR exists from ddr_base on for ddr_bytes.
  Memory(uint64_t ddr_base, uint64_t ddr_bytes);

  // Sets every byte but the tables in L2.
  void fill(uint8_t value);

  // First byte of a lane's local memory.
  [[nodiscard]] uint8_t* lane(int index) { return local_.get() + size_t(index) * kLaneBytes; }
  [[nodiscard]] const uint8_t* lane(int index) const { return local_.get() + size_t(index) * kLaneBytes; }
  // All `bytes` bytes from a chip address on (local memory, L2 or DDR). Throws InputError where they are not
  // all there.
  [[nodiscard]] uint8_t* at(uint64_t address, uint64_t bytes);
  [[nodiscard]] const uint8_t* at(uint64_t address, uint64_t bytes) const;

  // Throws InputError where an access leaves its lane, L2 or the DDR window, or writes to the tables.
  void require(const Accesses& accesses) const;

  // Commands must not write these bytes of DDR any more: the coefficients.
  void protect(uint64_t address, uint64_t bytes) {
    protected_begin_ = address;
    protected_end_ = address + bytes;
  }

  [[nodiscard]] uint64_t ddr_base() const { return ddr_base_; }
  [[nodiscard]] uint64_t ddr_bytes() const { return ddr_bytes_; }

 private:
  struct Free {
    void operator()(uint8_t* p) const;
  };
  using Bytes = std::unique_ptr<uint8_t, Free>;
  static Bytes allocate(uint64_t bytes);  // zeroed lazily by the system

  uint64_t ddr_base_, ddr_bytes_;
  uint64_t protected_begin_ = 0, protected_end_ = 0;
  Bytes local_, l2_, ddr_;
};

}  // namespace quern::bm1684
