#if defined(__x86_64__)

#include "depthwise_256bit.hpp"

namespace quern::cpu::int8 {
namespace {

// Pairs of taps, widened to 16 bits: vpmaddubsw would saturate, vpmaddwd is exact.
struct Avx2 {
  static constexpr int kChannels = 16, kTaps = 2, kWeightBytes = 2;
  static constexpr bool kOffsetsInput = false;

  // Interleaving works within 128-bit lanes: register r has in lane l the channels 8·l + 4·r and the three
  // behind it.
  struct Accumulators {
    __m256i r[2];
  };
  using Inputs = Accumulators;
  static int channel(int slot) { return slot % 8 / 4 * 8 + slot / 8 * 4 + slot % 4; }

  QUERN_ALWAYS_INLINE static Accumulators load(const int32_t* init) {
    return {{load256(init), load256(init + 8)}};
  }

  template <bool Partial>
  QUERN_ALWAYS_INLINE static __m256i load_tap(const uint8_t* p, int channels, bool signed_input) {
    const __m128i bytes =
        Partial ? load_partial<__m128i>(p, channels) : _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    return signed_input ? _mm256_cvtepi8_epi16(bytes) : _mm256_cvtepu8_epi16(bytes);
  }

  template <bool Partial>
  QUERN_ALWAYS_INLINE static Inputs interleave(const uint8_t* const* taps, int64_t offset, int channels,
                                               bool signed_input) {
    const __m256i a = load_tap<Partial>(taps[0] + offset, channels, signed_input);
    const __m256i b = load_tap<Partial>(taps[1] + offset, channels, signed_input);
    return {{_mm256_unpacklo_epi16(a, b), _mm256_unpackhi_epi16(a, b)}};
  }
  QUERN_ALWAYS_INLINE static Inputs padding(bool) {
    return {{_mm256_setzero_si256(), _mm256_setzero_si256()}};
  }

  QUERN_ALWAYS_INLINE static void add_products(Accumulators& acc, const Inputs& inputs,
                                               const uint8_t* weights) {
    acc.r[0] = _mm256_add_epi32(acc.r[0], _mm256_madd_epi16(inputs.r[0], load256(weights)));
    acc.r[1] = _mm256_add_epi32(acc.r[1], _mm256_madd_epi16(inputs.r[1], load256(weights + 32)));
  }

  template <bool Partial>
  QUERN_ALWAYS_INLINE static void store(const Accumulators& acc, uint8_t* y, int channels,
                                        const DepthwiseFilters& filters) {
    // Packing works within lanes too and undoes the interleaving.
    const __m256i words = _mm256_packs_epi32(shift(acc.r[0], filters), shift(acc.r[1], filters));
    const __m128i low = _mm256_castsi256_si128(words), high = _mm256_extracti128_si256(words, 1);
    const __m128i bytes = filters.relu ? _mm_packus_epi16(low, high) : _mm_packs_epi16(low, high);
    if constexpr (Partial) {
      store_partial(y, bytes, channels);
    } else {
      _mm_storeu_si128(reinterpret_cast<__m128i*>(y), bytes);
    }
  }
};

}  // namespace

const DepthwiseKernels& depthwise_kernels_avx2() {
  static constexpr DepthwiseKernels kernels = make_depthwise_kernels<Avx2>();
  return kernels;
}

}  // namespace quern::cpu::int8

#endif
