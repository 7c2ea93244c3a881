#if defined(__x86_64__)

#include <immintrin.h>

#include "conv_kernel_body.hpp"

namespace quern::cpu::int8 {
namespace {

struct Avx512Vnni {
  using Register = __m512i;
  static constexpr int kRegisters = 1, kLanes = 16, kRegisterFile = 32;
  static constexpr int kElementBytes = 1;
  static constexpr bool kOffsetsInput = true;

  QUERN_ALWAYS_INLINE static Register load(const int32_t* p) { return _mm512_loadu_si512(p); }
  QUERN_ALWAYS_INLINE static Register weights(const uint8_t* p) { return _mm512_load_si512(p); }
  QUERN_ALWAYS_INLINE static Register broadcast(const uint8_t* p) {
    int32_t quad;
    __builtin_memcpy(&quad, p, 4);
    return _mm512_set1_epi32(quad);
  }
  QUERN_ALWAYS_INLINE static Register dot(Register acc, Register x, Register w) {
    return _mm512_dpbusd_epi32(acc, x, w);
  }

  QUERN_ALWAYS_INLINE static void store(const Register* acc, uint8_t* y, int channels, const ConvTile& tile) {
    Register v = acc[0];
    if (tile.rounds) {  // round half up without the overflow of v + 2^(rshift-1)
      v = _mm512_sra_epi32(v, _mm_cvtsi32_si128(tile.rshift - 1));
      v = _mm512_add_epi32(_mm512_srai_epi32(v, 1), _mm512_and_si512(v, _mm512_set1_epi32(1)));
    } else {
      v = _mm512_sra_epi32(v, _mm_cvtsi32_si128(tile.rshift));
    }
    const __m128i bytes = tile.relu ? _mm512_cvtusepi32_epi8(_mm512_max_epi32(v, _mm512_setzero_si512()))
                                    : _mm512_cvtsepi32_epi8(v);
    if (channels == kBlockChannels) {
      _mm_storeu_si128(reinterpret_cast<__m128i*>(y), bytes);
    } else if (channels > 0) {
      _mm_mask_storeu_epi8(y, __mmask16((1u << channels) - 1), bytes);
    }
  }

  // x + 128 for signed bytes: flips the sign bit.
  static void prepare(const uint8_t* x, bool is_signed, uint8_t* prepared, int64_t count) {
    const __m512i flip = _mm512_set1_epi8(is_signed ? char(0x80) : char(0));
    int64_t i = 0;
    for (; i + 64 <= count; i += 64)
      _mm512_storeu_si512(prepared + i, _mm512_xor_si512(_mm512_loadu_si512(x + i), flip));
    const __mmask64 rest = (uint64_t(1) << (count - i)) - 1;
    _mm512_mask_storeu_epi8(prepared + i, rest, _mm512_xor_si512(_mm512_maskz_loadu_epi8(rest, x + i), flip));
  }
};

}  // namespace

const ConvKernels& conv_kernels_avx512vnni() {
  static constexpr ConvKernels kernels = make_conv_kernels<Avx512Vnni, 14, 7>();
  return kernels;
}

}  // namespace quern::cpu::int8

#endif
