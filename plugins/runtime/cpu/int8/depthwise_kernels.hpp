// The inner kernels of depthwise convolution, one set per instruction set.
//
// A kernel computes a stretch of output pixels of one row. Channels are taken a block at a time; within a block
// every register lane belongs to one channel and sums the products of a group of taps (4 bytes of weights).
#pragma once

#include "isa.hpp"

#include <cstdint>

namespace quern::cpu::int8 {

struct DepthwiseStretch {
  const uint8_t* const* taps;  // [groups * taps_per_group]: channel 0 of the input of the first pixel
  int64_t groups;
  int64_t x_pixel_step, y_pixel_step;  // bytes
  int64_t pixels;
  int64_t channels;
  const uint8_t* weights;  // [channel block][group][slot][4 bytes]
  const int32_t* init;     // [channel block][slot]
  uint8_t* y;
  int rshift;
  bool signed_input;
  bool relu;
};

struct DepthwiseKernels {
  int block_channels;
  int taps_per_group;  // 4 weights of 8 bits, or 2 of 16
  int weight_bytes;
  bool offsets_input;      // signed input counts as x + 128
  int (*channel)(int slot);  // the channel (within the block) of an accumulator lane
  void (*run)(const DepthwiseStretch& stretch);
};

const DepthwiseKernels& depthwise_kernels_scalar();
#if defined(__x86_64__)
const DepthwiseKernels& depthwise_kernels_avx2();
const DepthwiseKernels& depthwise_kernels_avxvnni();
const DepthwiseKernels& depthwise_kernels_avx512vnni();
#endif

inline const DepthwiseKernels& depthwise_kernels(Isa isa) {
#if defined(__x86_64__)
  if (isa == Isa::Avx2) return depthwise_kernels_avx2();
  if (isa == Isa::AvxVnni) return depthwise_kernels_avxvnni();
  if (isa == Isa::Avx512Vnni) return depthwise_kernels_avx512vnni();
#endif
  (void)isa;
  return depthwise_kernels_scalar();
}

}  // namespace quern::cpu::int8
