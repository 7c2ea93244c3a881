#if defined(__x86_64__)

#include <array>
#include <bit>
#include <immintrin.h>

#include "calibration/histogram_update.hpp"

#define QUERN_AVX2 __attribute__((target("avx2")))

namespace quern::calibration {

namespace {

constexpr size_t kLanes = 8;

QUERN_AVX2 Range range(const float* values, size_t count) {
  const size_t whole = count / kLanes * kLanes;
  Range r = scalar_kernels().range(values + whole, count - whole);
  __m256 low = _mm256_set1_ps(r.minimum);
  __m256 high = _mm256_set1_ps(r.maximum);
  __m256i magnitude = _mm256_set1_epi32(int(r.max_magnitude));
  const __m256i absolute = _mm256_set1_epi32(0x7FFFFFFF);
  for (size_t i = 0; i < whole; i += kLanes) {
    const __m256 x = _mm256_loadu_ps(values + i);
    low = _mm256_min_ps(low, x);
    high = _mm256_max_ps(high, x);
    magnitude = _mm256_max_epu32(magnitude, _mm256_and_si256(_mm256_castps_si256(x), absolute));
  }
  alignas(32) std::array<float, kLanes> lows, highs;
  alignas(32) std::array<uint32_t, kLanes> magnitudes;
  _mm256_store_ps(lows.data(), low);
  _mm256_store_ps(highs.data(), high);
  _mm256_store_si256(reinterpret_cast<__m256i*>(magnitudes.data()), magnitude);
  for (size_t i = 0; i < kLanes; ++i) {
    r.minimum = lows[i] < r.minimum ? lows[i] : r.minimum;
    r.maximum = highs[i] > r.maximum ? highs[i] : r.maximum;
    r.max_magnitude = magnitudes[i] > r.max_magnitude ? magnitudes[i] : r.max_magnitude;
  }
  return r;
}

QUERN_AVX2 size_t count(const float* values, size_t count, float inverse_width, Scratch& scratch) {
  const __m256 inverse = _mm256_set1_ps(inverse_width);
  const __m256i absolute = _mm256_set1_epi32(0x7FFFFFFF);
  const __m256i sign_bit = _mm256_set1_epi32(Scratch::kBins);
  constexpr int kSignShift = 31 - std::countr_zero(Scratch::kBins);
  alignas(32) std::array<uint32_t, kLanes> bins;
  size_t zeros = 0;
  size_t turn = 0;
  const size_t whole = count / kLanes * kLanes;
  for (size_t i = 0; i < whole; i += kLanes) {
    const __m256i x = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(values + i));
    const __m256i magnitude = _mm256_and_si256(x, absolute);
    const __m256i is_zero = _mm256_cmpeq_epi32(magnitude, _mm256_setzero_si256());
    unsigned keep = 0xFFu & ~unsigned(_mm256_movemask_ps(_mm256_castsi256_ps(is_zero)));
    const __m256i scaled = _mm256_cvttps_epi32(_mm256_mul_ps(_mm256_castsi256_ps(magnitude), inverse));
    const __m256i sign = _mm256_and_si256(_mm256_srli_epi32(x, kSignShift), sign_bit);
    _mm256_store_si256(reinterpret_cast<__m256i*>(bins.data()), _mm256_add_epi32(scaled, sign));
    zeros += kLanes - size_t(std::popcount(keep));
    for (; keep != 0; keep &= keep - 1)
      ++scratch.count[turn++ % Scratch::kTables][bins[size_t(std::countr_zero(keep))]];
  }
  return zeros + scalar_kernels().count(values + whole, count - whole, inverse_width, scratch);
}

}  // namespace

const HistogramKernels& avx2_kernels() {
  static constexpr HistogramKernels kernels = {"avx2", range, count};
  return kernels;
}

}  // namespace quern::calibration

#endif
