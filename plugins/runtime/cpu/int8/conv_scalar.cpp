#include "conv_kernel_body.hpp"

namespace quern::cpu::int8 {
namespace {

// Plain C++ on 16-bit elements; a compiler makes what it can of the 16 lanes.
struct Scalar {
  struct Register {
    int32_t lane[kBlockChannels];
  };
  static constexpr int kRegisters = 1, kLanes = kBlockChannels, kRegisterFile = 0;
  static constexpr int kElementBytes = 2;
  static constexpr bool kOffsetsInput = false;

  static Register load(const int32_t* p) { return words(p); }
  static Register weights(const uint8_t* p) { return words(p); }
  static Register broadcast(const uint8_t* p) {
    Register r{};
    __builtin_memcpy(&r.lane[0], p, 4);
    return r;
  }
  static Register dot(Register acc, const Register& x, const Register& w) {
    int16_t pair[2], pairs[kBlockChannels][2];
    __builtin_memcpy(pair, &x.lane[0], 4);
    __builtin_memcpy(pairs, w.lane, sizeof(pairs));
    for (int i = 0; i < kBlockChannels; ++i)  // 32-bit accumulators wrap around, as those of vector units do
      acc.lane[i] = int32_t(uint32_t(acc.lane[i]) + uint32_t(pair[0] * pairs[i][0] + pair[1] * pairs[i][1]));
    return acc;
  }

  static void store(const Register* acc, uint8_t* y, int channels, const ConvTile& tile) {
    const int32_t low = tile.relu ? 0 : -128, high = tile.relu ? 255 : 127;
    for (int i = 0; i < channels; ++i) {
      const int32_t v = acc->lane[i];
      const int32_t rounded = (v >> tile.rshift) + (tile.rounds ? (v >> (tile.rshift - 1)) & 1 : 0);
      y[i] = uint8_t(rounded < low ? low : rounded > high ? high : rounded);
    }
  }

  static void prepare(const uint8_t* x, bool is_signed, uint8_t* prepared, int64_t count) {
    for (int64_t i = 0; i < count; ++i) {
      const auto word = is_signed ? int16_t(int8_t(x[i])) : int16_t(x[i]);
      __builtin_memcpy(prepared + 2 * i, &word, 2);
    }
  }

 private:
  static Register words(const void* p) {
    Register r;
    __builtin_memcpy(r.lane, p, sizeof(r.lane));
    return r;
  }
};

}  // namespace

const ConvKernels& conv_kernels_scalar() {
  static constexpr ConvKernels kernels = make_conv_kernels<Scalar, 2, 2>();
  return kernels;
}

}  // namespace quern::cpu::int8
