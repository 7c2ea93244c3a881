#if defined(__x86_64__)

#include <immintrin.h>

#include "depthwise_kernel_body.hpp"

namespace quern::cpu::int8 {
namespace {

struct Avx512Vnni {
  static constexpr int kChannels = 64, kTaps = 4, kWeightBytes = 1;
  static constexpr bool kOffsetsInput = true;

  // Interleaving the bytes of four taps works within 128-bit lanes: register r has in lane l the channels
  // 16·l + 4·r and the three behind it.
  struct Accumulators {
    __m512i r[4];
  };
  using Inputs = Accumulators;
  static int channel(int slot) { return slot % 16 / 4 * 16 + slot / 16 * 4 + slot % 4; }

  QUERN_ALWAYS_INLINE static Accumulators load(const int32_t* init) {
    return {{_mm512_loadu_si512(init), _mm512_loadu_si512(init + 16), _mm512_loadu_si512(init + 32),
             _mm512_loadu_si512(init + 48)}};
  }

  template <bool Partial>
  QUERN_ALWAYS_INLINE static __m512i load_tap(const uint8_t* p, int channels) {
    if constexpr (Partial) return _mm512_maskz_loadu_epi8((uint64_t(1) << channels) - 1, p);
    return _mm512_loadu_si512(p);
  }

  template <bool Partial>
  QUERN_ALWAYS_INLINE static Inputs interleave(const uint8_t* const* taps, int64_t offset, int channels,
                                               bool signed_input) {
    const __m512i flip = flips(signed_input);
    const __m512i a = _mm512_xor_si512(load_tap<Partial>(taps[0] + offset, channels), flip);
    const __m512i b = _mm512_xor_si512(load_tap<Partial>(taps[1] + offset, channels), flip);
    const __m512i c = _mm512_xor_si512(load_tap<Partial>(taps[2] + offset, channels), flip);
    const __m512i d = _mm512_xor_si512(load_tap<Partial>(taps[3] + offset, channels), flip);
    const __m512i ab_low = _mm512_unpacklo_epi8(a, b), ab_high = _mm512_unpackhi_epi8(a, b);
    const __m512i cd_low = _mm512_unpacklo_epi8(c, d), cd_high = _mm512_unpackhi_epi8(c, d);
    return {{_mm512_unpacklo_epi16(ab_low, cd_low), _mm512_unpackhi_epi16(ab_low, cd_low),
             _mm512_unpacklo_epi16(ab_high, cd_high), _mm512_unpackhi_epi16(ab_high, cd_high)}};
  }
  QUERN_ALWAYS_INLINE static Inputs padding(bool signed_input) {
    const __m512i flip = flips(signed_input);
    return {{flip, flip, flip, flip}};
  }
  QUERN_ALWAYS_INLINE static __m512i flips(bool signed_input) {
    return _mm512_set1_epi8(signed_input ? char(0x80) : char(0));
  }

  QUERN_ALWAYS_INLINE static void add_products(Accumulators& acc, const Inputs& inputs,
                                               const uint8_t* weights) {
    unroll<4>([&](auto i) QUERN_ALWAYS_INLINE {
      acc.r[i.value] =
          _mm512_dpbusd_epi32(acc.r[i.value], inputs.r[i.value], _mm512_load_si512(weights + 64 * i.value));
    });
  }

  QUERN_ALWAYS_INLINE static __m512i shift(__m512i v, const DepthwiseFilters& filters) {
    if (!filters.rounds) return _mm512_sra_epi32(v, _mm_cvtsi32_si128(filters.rshift));
    // Round half up without the overflow of v + 2^(rshift-1).
    v = _mm512_sra_epi32(v, _mm_cvtsi32_si128(filters.rshift - 1));
    return _mm512_add_epi32(_mm512_srai_epi32(v, 1), _mm512_and_si512(v, _mm512_set1_epi32(1)));
  }

  template <bool Partial>
  QUERN_ALWAYS_INLINE static void store(const Accumulators& acc, uint8_t* y, int channels,
                                        const DepthwiseFilters& filters) {
    // Packing works within lanes too and undoes the interleaving.
    const __m512i low = _mm512_packs_epi32(shift(acc.r[0], filters), shift(acc.r[1], filters));
    const __m512i high = _mm512_packs_epi32(shift(acc.r[2], filters), shift(acc.r[3], filters));
    const __m512i bytes = filters.relu ? _mm512_packus_epi16(low, high) : _mm512_packs_epi16(low, high);
    if constexpr (Partial) {
      _mm512_mask_storeu_epi8(y, (uint64_t(1) << channels) - 1, bytes);
    } else {
      _mm512_storeu_si512(y, bytes);
    }
  }
};

}  // namespace

const DepthwiseKernels& depthwise_kernels_avx512vnni() {
  static constexpr DepthwiseKernels kernels = make_depthwise_kernels<Avx512Vnni>();
  return kernels;
}

}  // namespace quern::cpu::int8

#endif
