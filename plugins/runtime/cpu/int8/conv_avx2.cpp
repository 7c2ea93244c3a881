#if defined(__x86_64__)

#include "conv_256bit.hpp"

namespace quern::cpu::int8 {
namespace {

// Bytes are widened to 16 bits: vpmaddubsw would saturate, vpmaddwd is exact.
struct Avx2 : Registers256 {
  static constexpr int kElementBytes = 2;
  static constexpr bool kOffsetsInput = false;

  QUERN_ALWAYS_INLINE static Register dot(Register acc, Register x, Register w) {
    return _mm256_add_epi32(acc, _mm256_madd_epi16(x, w));
  }

  static void prepare(const uint8_t* x, bool is_signed, uint8_t* prepared, int64_t count) {
    int64_t i = 0;
    for (; i + 16 <= count; i += 16) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(x + i));
      const __m256i words = is_signed ? _mm256_cvtepi8_epi16(bytes) : _mm256_cvtepu8_epi16(bytes);
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(prepared + 2 * i), words);
    }
    for (; i < count; ++i) {
      const auto word = is_signed ? int16_t(int8_t(x[i])) : int16_t(x[i]);
      __builtin_memcpy(prepared + 2 * i, &word, 2);
    }
  }
};

}  // namespace

const ConvKernels& conv_kernels_avx2() {
  static constexpr ConvKernels kernels = make_conv_kernels<Avx2, 6, 6>();
  return kernels;
}

}  // namespace quern::cpu::int8

#endif
