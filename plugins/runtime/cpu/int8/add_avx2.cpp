#if defined(__x86_64__)

#include <immintrin.h>

#include "add_kernel_body.hpp"

namespace quern::cpu::int8 {
namespace {

struct Words256 {
  using Register = __m256i;
  static constexpr int kLanes = 16;

  QUERN_ALWAYS_INLINE static Register zero() { return _mm256_setzero_si256(); }
  QUERN_ALWAYS_INLINE static Register widen(const uint8_t* p, bool is_signed) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    return is_signed ? _mm256_cvtepi8_epi16(bytes) : _mm256_cvtepu8_epi16(bytes);
  }
  QUERN_ALWAYS_INLINE static Register accumulate(Register acc, Register x, int multiplier, int rshift) {
    Register v = _mm256_mullo_epi16(x, _mm256_set1_epi16(int16_t(multiplier)));
    if (rshift > 0) {  // round half up without the overflow of v + 2^(rshift-1)
      v = _mm256_sra_epi16(v, _mm_cvtsi32_si128(rshift - 1));
      v = _mm256_add_epi16(_mm256_srai_epi16(v, 1), _mm256_and_si256(v, _mm256_set1_epi16(1)));
    }
    return _mm256_adds_epi16(acc, v);
  }
  QUERN_ALWAYS_INLINE static void narrow(uint8_t* p, Register acc, bool relu) {
    const __m128i low = _mm256_castsi256_si128(acc), high = _mm256_extracti128_si256(acc, 1);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(p),
                     relu ? _mm_packus_epi16(low, high) : _mm_packs_epi16(low, high));
  }
};

}  // namespace

void add_avx2(const AddTerm* terms, int64_t term_count, uint8_t* y, bool relu, int64_t count) {
  add<Words256>(terms, term_count, y, relu, count);
}

}  // namespace quern::cpu::int8

#endif
