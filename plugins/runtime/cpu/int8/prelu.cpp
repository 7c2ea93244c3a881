#include "byte_loops.hpp"
#include "elementwise.hpp"
#include "number_checks.hpp"
#include "pieces.hpp"

namespace quern::cpu::int8 {

void prelu(const void* x, bool is_signed, void* y, int64_t pixels, std::span<const int8_t> slopes, int rshift,
           Isa isa) {
  check_rshift(rshift);
  const auto channels = int64_t(slopes.size());
  if (!is_signed) {
    if (y != x) std::memcpy(y, x, size_t(pixels * channels));
    return;
  }
  const ByteLoops& kernels = byte_loops(isa);
  const int64_t grain = std::max<int64_t>(1, kThreadGrain / std::max<int64_t>(1, channels));
  parallel_for(pixels, grain, [&](int64_t begin, int64_t end) {
    int16_t wide[kRepeatedPiece];
    for (int64_t first = 0; first < channels; first += kRepeatedPiece) {
      const int64_t count = std::min(kRepeatedPiece, channels - first);
      std::copy_n(slopes.begin() + first, count, wide);
      for (int64_t p = begin; p < end; ++p)
        kernels.prelu(static_cast<const uint8_t*>(x) + p * channels + first,
                      static_cast<uint8_t*>(y) + p * channels + first, count, wide, rshift);
    }
  });
}

}  // namespace quern::cpu::int8
