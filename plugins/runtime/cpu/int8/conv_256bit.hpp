// What the kernels on 256-bit registers share: a block of 16 channels is two registers.
#pragma once

#include <immintrin.h>

#include "conv_kernel_body.hpp"

namespace quern::cpu::int8 {
namespace {

struct Registers256 {
  using Register = __m256i;
  static constexpr int kRegisters = 2, kLanes = 8, kRegisterFile = 16;

  QUERN_ALWAYS_INLINE static Register load(const int32_t* p) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
  }
  QUERN_ALWAYS_INLINE static Register weights(const uint8_t* p) {
    return _mm256_load_si256(reinterpret_cast<const __m256i*>(p));
  }
  QUERN_ALWAYS_INLINE static Register broadcast(const uint8_t* p) {
    int32_t quad;
    __builtin_memcpy(&quad, p, 4);
    return _mm256_set1_epi32(quad);
  }

  QUERN_ALWAYS_INLINE static Register shift(Register v, const ConvTile& tile) {
    if (!tile.rounds) return _mm256_sra_epi32(v, _mm_cvtsi32_si128(tile.rshift));
    // Round half up without the overflow of v + 2^(rshift-1).
    v = _mm256_sra_epi32(v, _mm_cvtsi32_si128(tile.rshift - 1));
    return _mm256_add_epi32(_mm256_srai_epi32(v, 1), _mm256_and_si256(v, _mm256_set1_epi32(1)));
  }

  QUERN_ALWAYS_INLINE static void store(const Register* acc, uint8_t* y, int channels, const ConvTile& tile) {
    // 16 words; packing works within 128-bit halves, so the quarters are put in order afterwards.
    const Register packed = _mm256_packs_epi32(shift(acc[0], tile), shift(acc[1], tile));
    const Register words = _mm256_permute4x64_epi64(packed, 0xD8);
    const __m128i low = _mm256_castsi256_si128(words), high = _mm256_extracti128_si256(words, 1);
    const __m128i bytes = tile.relu ? _mm_packus_epi16(low, high) : _mm_packs_epi16(low, high);
    if (channels == kBlockChannels) {
      _mm_storeu_si128(reinterpret_cast<__m128i*>(y), bytes);
    } else {
      alignas(16) uint8_t block[kBlockChannels];
      _mm_store_si128(reinterpret_cast<__m128i*>(block), bytes);
      for (int c = 0; c < channels; ++c) y[c] = block[c];
    }
  }
};

}  // namespace
}  // namespace quern::cpu::int8
