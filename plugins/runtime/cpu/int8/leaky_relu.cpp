#include "byte_loops.hpp"
#include "elementwise.hpp"
#include "number_checks.hpp"
#include "pieces.hpp"

namespace quern::cpu::int8 {

void leaky_relu(const void* x, bool is_signed, void* y, int64_t count, int multiplier, int rshift, Isa isa) {
  check_multiplier(multiplier);
  check_rshift(rshift);
  if (!is_signed) {
    if (y != x) std::memcpy(y, x, size_t(count));
    return;
  }
  const ByteLoops& kernels = byte_loops(isa);
  int16_t slopes[kRepeatedPiece];
  std::fill(std::begin(slopes), std::end(slopes), int16_t(multiplier));
  parallel_for(count, kThreadGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i += kRepeatedPiece)
      kernels.prelu(static_cast<const uint8_t*>(x) + i, static_cast<uint8_t*>(y) + i,
                    std::min(kRepeatedPiece, end - i), slopes, rshift);
  });
}

}  // namespace quern::cpu::int8
