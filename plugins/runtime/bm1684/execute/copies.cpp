#include "copies.hpp"

#include <cstring>

namespace quern::bm1684 {

// Copies do not interleave batches, so the runs of their accesses follow each other in row-major order.

std::vector<uint8_t> gather(const Memory& memory, const Access& from) {
  std::vector<uint8_t> elements(size_t(from.dims.count()) *
                                size_t(from.local ? from.map.element : from.element));
  size_t position = 0;
  from.for_each_run([&](uint64_t address, uint64_t bytes) {
    std::memcpy(&elements[position], memory.at(address, bytes), bytes);
    position += bytes;
  });
  return elements;
}

void scatter(Memory& memory, const Access& to, const std::vector<uint8_t>& elements) {
  size_t position = 0;
  to.for_each_run([&](uint64_t address, uint64_t bytes) {
    std::memcpy(memory.at(address, bytes), &elements[position], bytes);
    position += bytes;
  });
}

}  // namespace quern::bm1684
