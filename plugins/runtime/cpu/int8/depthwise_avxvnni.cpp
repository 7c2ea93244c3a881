#if defined(__x86_64__)

#include "depthwise_256bit.hpp"

namespace quern::cpu::int8 {
namespace {

struct AvxVnni {
  static constexpr int kChannels = 32, kTaps = 4, kWeightBytes = 1;
  static constexpr bool kOffsetsInput = true;

  // Interleaving the bytes of four taps works within 128-bit lanes: register r has in lane l the channels
  // 16·l + 4·r and the three behind it.
  struct Accumulators {
    __m256i r[4];
  };
  using Inputs = Accumulators;
  static int channel(int slot) { return slot % 8 / 4 * 16 + slot / 8 * 4 + slot % 4; }

  QUERN_ALWAYS_INLINE static Accumulators load(const int32_t* init) {
    return {{load256(init), load256(init + 8), load256(init + 16), load256(init + 24)}};
  }

  template <bool Partial>
  QUERN_ALWAYS_INLINE static __m256i load_tap(const uint8_t* p, int channels) {
    return Partial ? load_partial<__m256i>(p, channels) : load256(p);
  }

  template <bool Partial>
  QUERN_ALWAYS_INLINE static Inputs interleave(const uint8_t* const* taps, int64_t offset, int channels,
                                               bool signed_input) {
    const __m256i flip = flips(signed_input);
    const __m256i a = _mm256_xor_si256(load_tap<Partial>(taps[0] + offset, channels), flip);
    const __m256i b = _mm256_xor_si256(load_tap<Partial>(taps[1] + offset, channels), flip);
    const __m256i c = _mm256_xor_si256(load_tap<Partial>(taps[2] + offset, channels), flip);
    const __m256i d = _mm256_xor_si256(load_tap<Partial>(taps[3] + offset, channels), flip);
    const __m256i ab_low = _mm256_unpacklo_epi8(a, b), ab_high = _mm256_unpackhi_epi8(a, b);
    const __m256i cd_low = _mm256_unpacklo_epi8(c, d), cd_high = _mm256_unpackhi_epi8(c, d);
    return {{_mm256_unpacklo_epi16(ab_low, cd_low), _mm256_unpackhi_epi16(ab_low, cd_low),
             _mm256_unpacklo_epi16(ab_high, cd_high), _mm256_unpackhi_epi16(ab_high, cd_high)}};
  }
  QUERN_ALWAYS_INLINE static Inputs padding(bool signed_input) {
    const __m256i flip = flips(signed_input);
    return {{flip, flip, flip, flip}};
  }
  QUERN_ALWAYS_INLINE static __m256i flips(bool signed_input) {
    return _mm256_set1_epi8(signed_input ? char(0x80) : char(0));
  }

  QUERN_ALWAYS_INLINE static void add_products(Accumulators& acc, const Inputs& inputs,
                                               const uint8_t* weights) {
    unroll<4>([&](auto i) QUERN_ALWAYS_INLINE {
      acc.r[i.value] =
          _mm256_dpbusd_avx_epi32(acc.r[i.value], inputs.r[i.value], load256(weights + 32 * i.value));
    });
  }

  template <bool Partial>
  QUERN_ALWAYS_INLINE static void store(const Accumulators& acc, uint8_t* y, int channels,
                                        const DepthwiseFilters& filters) {
    // Packing works within lanes too and undoes the interleaving.
    const __m256i low = _mm256_packs_epi32(shift(acc.r[0], filters), shift(acc.r[1], filters));
    const __m256i high = _mm256_packs_epi32(shift(acc.r[2], filters), shift(acc.r[3], filters));
    const __m256i bytes = filters.relu ? _mm256_packus_epi16(low, high) : _mm256_packs_epi16(low, high);
    if constexpr (Partial) {
      store_partial(y, bytes, channels);
    } else {
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(y), bytes);
    }
  }
};

}  // namespace

const DepthwiseKernels& depthwise_kernels_avxvnni() {
  static constexpr DepthwiseKernels kernels = make_depthwise_kernels<AvxVnni>();
  return kernels;
}

}  // namespace quern::cpu::int8

#endif
