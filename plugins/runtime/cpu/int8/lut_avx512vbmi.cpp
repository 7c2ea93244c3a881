#if defined(__x86_64__)

#include <immintrin.h>

#include "lut_kernels.hpp"

namespace quern::cpu::int8 {
namespace {

// Each half of the table is two registers; the sign bit of x chooses the half.
struct Table {
  __m512i quarter[4];
  __m512i operator()(__m512i x) const {
    const __m512i low = _mm512_permutex2var_epi8(quarter[0], x, quarter[1]);
    const __m512i high = _mm512_permutex2var_epi8(quarter[2], x, quarter[3]);
    return _mm512_mask_blend_epi8(_mm512_movepi8_mask(x), low, high);
  }
};

}  // namespace

void lookup_avx512vbmi(const uint8_t* x, uint8_t* y, int64_t count, const uint8_t* table) {
  const Table lookup{{_mm512_loadu_si512(table), _mm512_loadu_si512(table + 64),
                      _mm512_loadu_si512(table + 128), _mm512_loadu_si512(table + 192)}};
  int64_t i = 0;
  for (; i + 64 <= count; i += 64) _mm512_storeu_si512(y + i, lookup(_mm512_loadu_si512(x + i)));
  const __mmask64 rest = (uint64_t(1) << (count - i)) - 1;
  _mm512_mask_storeu_epi8(y + i, rest, lookup(_mm512_maskz_loadu_epi8(rest, x + i)));
}

}  // namespace quern::cpu::int8

#endif
