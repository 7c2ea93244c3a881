#include "byte_loops.hpp"
#include "elementwise.hpp"
#include "number_checks.hpp"
#include "pieces.hpp"

namespace quern::cpu::int8 {

void scale(const void* x, bool is_signed, void* y, bool relu, int64_t pixels, const ChannelScale& channels,
           Isa isa) {
  const auto count = int64_t(channels.scales.size());
  if (channels.biases.size() != channels.scales.size() || channels.rshifts.size() != channels.scales.size())
    throw InputError("scales, biases and shifts of an integer scale layer differ in number");
  for (const int32_t rshift : channels.rshifts) check_rshift(rshift);
  const ByteLoops& kernels = byte_loops(isa);
  const int64_t grain = std::max<int64_t>(1, kThreadGrain / std::max<int64_t>(1, count));
  parallel_for(pixels, grain, [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; ++p)
      kernels.scale(static_cast<const uint8_t*>(x) + p * count, is_signed,
                    static_cast<uint8_t*>(y) + p * count, relu, count, channels.scales.data(),
                    channels.biases.data(), channels.rshifts.data());
  });
}

}  // namespace quern::cpu::int8
