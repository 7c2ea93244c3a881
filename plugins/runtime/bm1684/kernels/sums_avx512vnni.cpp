// Kernels for AVX-512 with VNNI.
#if defined(__x86_64__)
#include <cstdint>
#include <cstring>
#include <immintrin.h>

namespace quern::bm1684 {
namespace {

constexpr int kFloatTile = 6, kIntegerTile = 12;
typedef float Floats __attribute__((vector_size(64)));
using Integers = __m512i;

inline Integers dot(Integers sums, const int16_t* weights, int32_t pair) {
  const __m512i w = _mm512_loadu_si512(weights);
  return _mm512_dpwssd_epi32(sums, w, _mm512_set1_epi32(pair));
}

}  // namespace
}  // namespace quern::bm1684

#include "sums_body.hpp"

namespace quern::bm1684 {
extern const Kernels kAvx512VnniKernels;
const Kernels kAvx512VnniKernels = {"avx512vnni", float_sums, integer_sums};
}  // namespace quern::bm1684
#endif
