#include "byte_loops.hpp"
#include "pool.hpp"
#include "pool_window.hpp"

namespace quern::cpu::int8 {

void max_pool(const PoolShape& shape, bool is_signed, const void* x, void* y, Isa isa) {
  const ByteLoops& kernels = byte_loops(isa);
  for_each_window(shape, x, y, [&](const ByteWindow& window, uint8_t* pixel) {
    kernels.max(window, is_signed, pixel, shape.channels);
  });
}

}  // namespace quern::cpu::int8
