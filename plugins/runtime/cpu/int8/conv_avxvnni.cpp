#if defined(__x86_64__)

#include "conv_256bit.hpp"

namespace quern::cpu::int8 {
namespace {

struct AvxVnni : Registers256 {
  static constexpr int kElementBytes = 1;
  static constexpr bool kOffsetsInput = true;

  QUERN_ALWAYS_INLINE static Register dot(Register acc, Register x, Register w) {
    return _mm256_dpbusd_avx_epi32(acc, x, w);
  }

  // x + 128 for signed bytes: flips the sign bit.
  static void prepare(const uint8_t* x, bool is_signed, uint8_t* prepared, int64_t count) {
    const uint8_t flip = is_signed ? 0x80 : 0;
    const __m256i flips = _mm256_set1_epi8(char(flip));
    int64_t i = 0;
    for (; i + 32 <= count; i += 32) {
      const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(x + i));
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(prepared + i), _mm256_xor_si256(bytes, flips));
    }
    for (; i < count; ++i) prepared[i] = x[i] ^ flip;
  }
};

}  // namespace

const ConvKernels& conv_kernels_avxvnni() {
  static constexpr ConvKernels kernels = make_conv_kernels<AvxVnni, 6, 6>();
  return kernels;
}

}  // namespace quern::cpu::int8

#endif
