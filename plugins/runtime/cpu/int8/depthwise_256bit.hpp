// What the depthwise kernels on 256-bit registers share.
#pragma once

#include <immintrin.h>

#include "depthwise_kernel_body.hpp"

namespace quern::cpu::int8 {
namespace {

// `channels` bytes, zeros behind them.
template <class Register>
QUERN_ALWAYS_INLINE inline Register load_partial(const uint8_t* p, int channels) {
  alignas(32) uint8_t block[sizeof(Register)] = {};
  for (int c = 0; c < channels; ++c) block[c] = p[c];
  Register r;
  __builtin_memcpy(&r, block, sizeof(r));
  return r;
}

template <class Register>
QUERN_ALWAYS_INLINE inline void store_partial(uint8_t* p, Register r, int channels) {
  alignas(32) uint8_t block[sizeof(Register)];
  __builtin_memcpy(block, &r, sizeof(r));
  for (int c = 0; c < channels; ++c) p[c] = block[c];
}

QUERN_ALWAYS_INLINE inline __m256i shift(__m256i v, const DepthwiseFilters& filters) {
  if (!filters.rounds) return _mm256_sra_epi32(v, _mm_cvtsi32_si128(filters.rshift));
  // Round half up without the overflow of v + 2^(rshift-1).
  v = _mm256_sra_epi32(v, _mm_cvtsi32_si128(filters.rshift - 1));
  return _mm256_add_epi32(_mm256_srai_epi32(v, 1), _mm256_and_si256(v, _mm256_set1_epi32(1)));
}

QUERN_ALWAYS_INLINE inline __m256i load256(const void* p) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(p));
}

}  // namespace
}  // namespace quern::cpu::int8
