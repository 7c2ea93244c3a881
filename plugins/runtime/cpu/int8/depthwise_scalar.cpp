#include "depthwise_kernel_body.hpp"

namespace quern::cpu::int8 {
namespace {

struct Scalar {
  static constexpr int kChannels = 16, kTaps = 2, kWeightBytes = 2;
  static constexpr bool kOffsetsInput = false;

  struct Accumulators {
    int32_t lane[kChannels];
  };
  static int channel(int slot) { return slot; }

  static Accumulators load(const int32_t* init) {
    Accumulators acc;
    __builtin_memcpy(acc.lane, init, sizeof(acc.lane));
    return acc;
  }

  template <bool Partial>
  static void accumulate(Accumulators& acc, const uint8_t* const* taps, int64_t offset, const uint8_t* weights,
                         int channels, bool signed_input) {
    const uint8_t *const a = taps[0] + offset, *const b = taps[1] + offset;
    int16_t pairs[kChannels][kTaps];
    __builtin_memcpy(pairs, weights, sizeof(pairs));
    for (int c = 0; c < (Partial ? channels : kChannels); ++c) {
      const int32_t x0 = signed_input ? int8_t(a[c]) : a[c], x1 = signed_input ? int8_t(b[c]) : b[c];
      acc.lane[c] = int32_t(uint32_t(acc.lane[c]) + uint32_t(x0 * pairs[c][0] + x1 * pairs[c][1]));
    }
  }

  template <bool Partial>
  static void store(const Accumulators& acc, uint8_t* y, int channels, int rshift, bool relu) {
    const int32_t low = relu ? 0 : -128, high = relu ? 255 : 127;
    for (int c = 0; c < (Partial ? channels : kChannels); ++c) {
      const int32_t v = acc.lane[c];
      const int32_t rounded = rshift == 0 ? v : (v >> rshift) + ((v >> (rshift - 1)) & 1);
      y[c] = uint8_t(rounded < low ? low : rounded > high ? high : rounded);
    }
  }
};

}  // namespace

const DepthwiseKernels& depthwise_kernels_scalar() {
  static constexpr DepthwiseKernels kernels = make_depthwise_kernels<Scalar>();
  return kernels;
}

}  // namespace quern::cpu::int8
