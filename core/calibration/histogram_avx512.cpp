#if defined(__x86_64__)

// g++ 12 takes the deliberately undefined vectors inside of its own intrinsics for mistakes.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include <array>
#include <bit>
#include <immintrin.h>

#include "calibration/histogram_update.hpp"

#define QUERN_AVX512 __attribute__((target("avx512f")))

namespace quern::calibration {

namespace {

constexpr size_t kLanes = 16;

// The last values of an array, fewer than a vector.
QUERN_AVX512 inline __mmask16 mask_of(size_t rest) {
  return rest >= kLanes ? __mmask16(0xFFFF) : __mmask16((1u << rest) - 1);
}

QUERN_AVX512 Range range(const float* values, size_t count) {
  __m512 low = _mm512_castsi512_ps(_mm512_set1_epi32(0x7F800000));
  __m512 high = _mm512_castsi512_ps(_mm512_set1_epi32(int(0xFF800000u)));
  __m512i magnitude = _mm512_setzero_si512();
  const __m512i absolute = _mm512_set1_epi32(0x7FFFFFFF);
  for (size_t i = 0; i < count; i += kLanes) {
    const __mmask16 mask = mask_of(count - i);
    const __m512 x = _mm512_maskz_loadu_ps(mask, values + i);
    low = _mm512_mask_min_ps(low, mask, low, x);
    high = _mm512_mask_max_ps(high, mask, high, x);
    magnitude = _mm512_max_epu32(magnitude, _mm512_and_si512(_mm512_castps_si512(x), absolute));
  }
  return {_mm512_reduce_min_ps(low), _mm512_reduce_max_ps(high), _mm512_reduce_max_epu32(magnitude)};
}

// Counts packed bins, taking the four tables in turns.
inline void add(const uint32_t* bins, size_t count, Scratch& scratch) {
  size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    ++scratch.count[0][bins[i]];
    ++scratch.count[1][bins[i + 1]];
    ++scratch.count[2][bins[i + 2]];
    ++scratch.count[3][bins[i + 3]];
  }
  for (; i < count; ++i) ++scratch.count[i % Scratch::kTables][bins[i]];
}

QUERN_AVX512 size_t count(const float* values, size_t count, float inverse_width, Scratch& scratch) {
  constexpr size_t kBlock = 1024;
  alignas(64) std::array<uint32_t, kBlock + kLanes> bins;
  const __m512 inverse = _mm512_set1_ps(inverse_width);
  const __m512i absolute = _mm512_set1_epi32(0x7FFFFFFF);
  const __m512i sign_bit = _mm512_set1_epi32(Scratch::kBins);
  constexpr unsigned kSignShift = 31 - std::countr_zero(Scratch::kBins);
  size_t nonzero = 0;
  for (size_t start = 0; start < count; start += kBlock) {
    const size_t end = count - start < kBlock ? count : start + kBlock;
    size_t filled = 0;
    for (size_t i = start; i < end; i += kLanes) {
      const __m512i x = _mm512_castps_si512(_mm512_maskz_loadu_ps(mask_of(end - i), values + i));
      const __mmask16 keep = _mm512_test_epi32_mask(x, absolute);
      const __m512 scaled = _mm512_mul_ps(_mm512_castsi512_ps(_mm512_and_si512(x, absolute)), inverse);
      const __m512i sign = _mm512_and_si512(_mm512_srli_epi32(x, kSignShift), sign_bit);
      const __m512i bin = _mm512_add_epi32(_mm512_cvttps_epi32(scaled), sign);
      _mm512_storeu_si512(bins.data() + filled, _mm512_maskz_compress_epi32(keep, bin));
      filled += size_t(std::popcount(unsigned(keep)));
    }
    add(bins.data(), filled, scratch);
    nonzero += filled;
  }
  return count - nonzero;
}

}  // namespace

const HistogramKernels& avx512_kernels() {
  static constexpr HistogramKernels kernels = {"avx512", range, count};
  return kernels;
}

}  // namespace quern::calibration

#endif
