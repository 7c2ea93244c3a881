// Kernels for AVX2.
#if defined(__x86_64__)
#include <cstdint>
#include <cstring>
#include <immintrin.h>

namespace quern::bm1684 {
namespace {

constexpr int kFloatTile = 2, kIntegerTile = 6;
typedef float Floats __attribute__((vector_size(32)));
using Integers = __m256i;

inline Integers dot(Integers sums, const int16_t* weights, int32_t pair) {
  const __m256i w = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(weights));
  return _mm256_add_epi32(sums, _mm256_madd_epi16(w, _mm256_set1_epi32(pair)));
}

}  // namespace
}  // namespace quern::bm1684

#include "sums_body.hpp"

namespace quern::bm1684 {
extern const Kernels kAvx2Kernels;
const Kernels kAvx2Kernels = {"avx2", float_sums, integer_sums};
}  // namespace quern::bm1684
#endif
