#if defined(__x86_64__)

#include <immintrin.h>

#include "add_kernel_body.hpp"

namespace quern::cpu::int8 {
namespace {

struct Words512 {
  using Register = __m512i;
  static constexpr int kLanes = 32;

  QUERN_ALWAYS_INLINE static Register zero() { return _mm512_setzero_si512(); }
  QUERN_ALWAYS_INLINE static Register widen(const uint8_t* p, bool is_signed) {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
    return is_signed ? _mm512_cvtepi8_epi16(bytes) : _mm512_cvtepu8_epi16(bytes);
  }
  QUERN_ALWAYS_INLINE static Register accumulate(Register acc, Register x, int multiplier, int rshift) {
    Register v = _mm512_mullo_epi16(x, _mm512_set1_epi16(int16_t(multiplier)));
    if (rshift > 0) {  // round half up without the overflow of v + 2^(rshift-1)
      v = _mm512_sra_epi16(v, _mm_cvtsi32_si128(rshift - 1));
      v = _mm512_add_epi16(_mm512_srai_epi16(v, 1), _mm512_and_si512(v, _mm512_set1_epi16(1)));
    }
    return _mm512_adds_epi16(acc, v);
  }
  QUERN_ALWAYS_INLINE static void narrow(uint8_t* p, Register acc, bool relu) {
    const __m256i bytes =
        relu ? _mm512_cvtusepi16_epi8(_mm512_max_epi16(acc, zero())) : _mm512_cvtsepi16_epi8(acc);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), bytes);
  }
};

}  // namespace

void add_avx512vnni(const AddTerm* terms, int64_t term_count, uint8_t* y, bool relu, int64_t count) {
  add<Words512>(terms, term_count, y, relu, count);
}

}  // namespace quern::cpu::int8

#endif
