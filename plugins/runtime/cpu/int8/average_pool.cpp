#include "byte_loops.hpp"
#include "number_checks.hpp"
#include "pieces.hpp"
#include "pool.hpp"
#include "pool_window.hpp"

namespace quern::cpu::int8 {
namespace {

// Channels summed at a time, on the stack.
constexpr int64_t kChannels = 512;

}  // namespace

void average_pool(const PoolShape& shape, bool is_signed, int multiplier, int rshift, const void* x, void* y,
                  Isa isa) {
  check_multiplier(multiplier);
  check_rshift(rshift);
  const ByteLoops& kernels = byte_loops(isa);
  for_each_window(shape, x, y, [&](const ByteWindow& window, uint8_t* pixel) {
    for (int64_t first = 0; first < shape.channels; first += kChannels) {
      const int64_t count = std::min(kChannels, shape.channels - first);
      int32_t sums[kChannels];
      kernels.accumulate(window, first, is_signed, sums, count);
      kernels.average(sums, pixel + first, is_signed, count, multiplier, rshift);
    }
  });
}

}  // namespace quern::cpu::int8
