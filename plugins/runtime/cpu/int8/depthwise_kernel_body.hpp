// The loop structure of the depthwise kernels. `V` describes the registers of an instruction set:
//   kChannels, kTaps, kWeightBytes, kOffsetsInput, channel(slot)   as in DepthwiseKernels
//   Accumulators                          one block of channels
//   load(init)
//   accumulate<Partial>(acc, taps, offset, weights, channels, signed_input)   one group of taps
//   store<Partial>(acc, y, channels, rshift, relu)
// Partial: only the first `channels` of the block exist; no other byte is read or written.
#pragma once

#include "depthwise_kernels.hpp"
#include "unroll.hpp"

namespace quern::cpu::int8 {
namespace {

// Groups: how many there are if that is known when compiling, or 0.
template <class V, bool Partial, int Groups>
QUERN_ALWAYS_INLINE inline void depthwise_block(const DepthwiseStretch& s, int64_t block) {
  const int64_t first = block * V::kChannels;
  const auto channels = int(s.channels - first);
  const uint8_t* const weights = s.weights + block * s.groups * V::kChannels * 4;
  for (int64_t pixel = 0; pixel < s.pixels; ++pixel) {
    typename V::Accumulators acc = V::load(s.init + first);
    const int64_t offset = pixel * s.x_pixel_step + first;
    const auto add_group = [&](int64_t group) QUERN_ALWAYS_INLINE {
      V::template accumulate<Partial>(acc, s.taps + group * V::kTaps, offset, weights + group * V::kChannels * 4,
                                      channels, s.signed_input);
    };
    if constexpr (Groups > 0) {
      unroll<Groups>([&](auto group) QUERN_ALWAYS_INLINE { add_group(group.value); });
    } else {
      for (int64_t group = 0; group < s.groups; ++group) add_group(group);
    }
    V::template store<Partial>(acc, s.y + pixel * s.y_pixel_step + first, channels, s.rshift, s.relu);
  }
}

template <class V, int Groups>
void depthwise_blocks(const DepthwiseStretch& s) {
  const int64_t whole = s.channels / V::kChannels;
  for (int64_t block = 0; block < whole; ++block) depthwise_block<V, false, Groups>(s, block);
  if (s.channels % V::kChannels != 0) depthwise_block<V, true, Groups>(s, whole);
}

template <class V>
void depthwise_run(const DepthwiseStretch& s) {
  constexpr int k3x3 = (9 + V::kTaps - 1) / V::kTaps;
  if (s.groups == k3x3) {
    depthwise_blocks<V, k3x3>(s);
  } else {
    depthwise_blocks<V, 0>(s);
  }
}

template <class V>
constexpr DepthwiseKernels make_depthwise_kernels() {
  return {V::kChannels, V::kTaps, V::kWeightBytes, V::kOffsetsInput, V::channel, depthwise_run<V>};
}

}  // namespace
}  // namespace quern::cpu::int8
