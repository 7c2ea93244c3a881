#include "depthwise_kernel_body.hpp"

namespace quern::cpu::int8 {
namespace {

struct Scalar {
  static constexpr int kChannels = 16, kTaps = 2, kWeightBytes = 2;
  static constexpr bool kOffsetsInput = false;

  struct Accumulators {
    int32_t lane[kChannels];
  };
  struct Inputs {
    int16_t pair[kChannels][kTaps];
  };
  static int channel(int slot) { return slot; }

  static Accumulators load(const int32_t* init) {
    Accumulators acc;
    __builtin_memcpy(acc.lane, init, sizeof(acc.lane));
    return acc;
  }

  template <bool Partial>
  static Inputs interleave(const uint8_t* const* taps, int64_t offset, int channels, bool signed_input) {
    Inputs inputs{};
    for (int c = 0; c < (Partial ? channels : kChannels); ++c) {
      for (int t = 0; t < kTaps; ++t) {
        const uint8_t x = taps[t][offset + c];
        inputs.pair[c][t] = signed_input ? int16_t(int8_t(x)) : int16_t(x);
      }
    }
    return inputs;
  }
  static Inputs padding(bool) { return {}; }

  static void add_products(Accumulators& acc, const Inputs& inputs, const uint8_t* weights) {
    Inputs w;
    __builtin_memcpy(w.pair, weights, sizeof(w.pair));
    for (int c = 0; c < kChannels; ++c) {
      const int32_t sum = inputs.pair[c][0] * w.pair[c][0] + inputs.pair[c][1] * w.pair[c][1];
      acc.lane[c] = int32_t(uint32_t(acc.lane[c]) + uint32_t(sum));
    }
  }

  template <bool Partial>
  static void store(const Accumulators& acc, uint8_t* y, int channels, const DepthwiseFilters& filters) {
    const int32_t low = filters.relu ? 0 : -128, high = filters.relu ? 255 : 127;
    for (int c = 0; c < (Partial ? channels : kChannels); ++c) {
      const int32_t v = acc.lane[c];
      const int32_t rounded = (v >> filters.rshift) + (filters.rounds ? (v >> (filters.rshift - 1)) & 1 : 0);
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
