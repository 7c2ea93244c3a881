// The inner kernels of convolution and matrix product, one set per instruction set.
//
// A kernel computes a tile: up to max_pixels output pixels times a few blocks of 16 output channels. What one
// output pixel reads is a list of runs: contiguous stretches of input elements (all channels of one tap, or
// of a whole row of taps where they lie side by side). Runs advance in steps of 4 bytes: 4 elements, or 2
// where the instruction set multiplies widened 16-bit elements.
#pragma once

#include <cstdint>

#include "isa.hpp"

namespace quern::cpu::int8 {

inline constexpr int kBlockChannels = 16;

struct ConvTile {
  const uint8_t* x[2];         // first input element of the first pixel of either segment
  int64_t x_pixel_stride;      // bytes between the inputs of neighbouring pixels
  const int64_t* run_offsets;  // bytes from a pixel's first input element to each run
  int64_t runs, run_steps;
  const uint8_t* weights;     // [block][run][step][16 channels][4 bytes]
  int64_t weight_block_size;  // bytes of one block
  const int32_t* init;        // [block][16]: start of the accumulators
  uint8_t* y[2];
  int64_t y_pixel_stride;
  int channels;  // how many of the blocks' channels exist
  int rshift;
  bool rounds;  // adds the rounding constant; false where the accumulators started with it
  bool relu;
};

using ConvTileKernel = void (*)(const ConvTile& tile);

struct ConvKernels {
  int element_bytes;   // of input and weights in the kernel's eyes: 1 or 2
  bool offsets_input;  // signed input is passed as x + 128
  int max_pixels;      // at most kMaxPixels
  int segment_pixels;  // the first segment of a tile has this many pixels, the second the rest
  // [log2(blocks)][pixels - 1]; null where registers do not suffice.
  static constexpr int kMaxPixels = 14, kBlockChoices = 4;
  ConvTileKernel tile[kBlockChoices][kMaxPixels];
  // Bytes to elements as the tile kernels take them. Writes count * element_bytes bytes.
  void (*prepare)(const uint8_t* x, bool is_signed, uint8_t* prepared, int64_t count);
};

const ConvKernels& conv_kernels_scalar();
#if defined(__x86_64__)
const ConvKernels& conv_kernels_avx2();
const ConvKernels& conv_kernels_avxvnni();
const ConvKernels& conv_kernels_avx512vnni();
#endif

inline const ConvKernels& conv_kernels(Isa isa) {
#if defined(__x86_64__)
  if (isa == Isa::Avx2) return conv_kernels_avx2();
  if (isa == Isa::AvxVnni) return conv_kernels_avxvnni();
  if (isa == Isa::Avx512Vnni) return conv_kernels_avx512vnni();
#endif
  (void)isa;
  return conv_kernels_scalar();
}

}  // namespace quern::cpu::int8
