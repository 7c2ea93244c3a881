#include "byte_loops.hpp"
#include "pieces.hpp"
#include "pool.hpp"
#include "pool_window.hpp"

namespace quern::cpu::int8 {

void max_pool(const PoolShape& shape, bool is_signed, const void* x, void* y, Isa isa) {
  const ByteLoops& kernels = byte_loops(isa);
  for_each_window(shape, x, y, [&](const PoolWindow& window) {
    std::memset(window.y, is_signed ? 0x80 : 0, size_t(shape.channels));
    window.for_each_pixel([&](const uint8_t* pixel) { kernels.max(pixel, is_signed, window.y, shape.channels); });
  });
}

}  // namespace quern::cpu::int8
