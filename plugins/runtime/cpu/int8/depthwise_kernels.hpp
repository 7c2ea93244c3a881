// The inner kernels of depthwise convolution, one set per instruction set.
//
// Channels are taken a block at a time; within a block every register lane belongs to one channel and sums
// the products of a group of taps (4 bytes of weights).
#pragma once

#include <cstdint>

#include "isa.hpp"

namespace quern::cpu::int8 {

struct DepthwiseFilters {
  int64_t channels;
  int64_t groups;
  const uint8_t* weights;  // [channel block][group][slot][4 bytes]
  const int32_t* init;     // [channel block][slot]: start of the accumulators
  int rshift;
  bool rounds;  // adds the rounding constant; false where the accumulators started with it
  bool signed_input;
  bool relu;
};

// A stretch of output pixels of one row, any kernel.
struct DepthwiseStretch {
  const uint8_t* const* taps;          // [groups * taps_per_group]: channel 0 of the input of the first pixel
  int64_t x_pixel_step, y_pixel_step;  // bytes
  int64_t pixels;
  uint8_t* y;
};

// A whole output row of a 3x3 kernel whose columns are neighbours. The taps of a column are interleaved once
// for all outputs that see it; each column has groups of its own.
struct DepthwiseRow3x3 {
  const uint8_t* rows[3];     // the first pixel of the input rows; zeros where a row is padding
  int64_t row_pixel_step[3];  // bytes; 0 where the row is padding
  int64_t in_width, pad_left;
  int64_t stride;  // 1 or 2
  int64_t out_width, y_pixel_step;
  uint8_t* y;
};

struct DepthwiseKernels {
  int block_channels;
  int taps_per_group;  // 4 weights of 8 bits, or 2 of 16
  int weight_bytes;
  bool offsets_input;        // signed input counts as x + 128
  int (*channel)(int slot);  // the channel (within the block) of an accumulator lane
  void (*run)(const DepthwiseFilters& filters, const DepthwiseStretch& stretch);
  void (*run_row_3x3)(const DepthwiseFilters& filters, const DepthwiseRow3x3& row);
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
