// The inner products of convolutions, for one instruction set each. All give the same bits.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace quern::bm1684 {

// Output channels that a kernel computes at once; weights are repacked in blocks of so many.
inline constexpr int kBlock = 16;

// The fp32 sums of `pixels` pixels and kBlock output channels in the chip's order: every step multiplies two
// neighbouring input channels; even and odd channels, even and odd steps have an accumulator each.
//   at[p] + offsets[s]: the two inputs of pixel p in step s;  weights: [steps][2][kBlock];  sums:
//   [pixels][kBlock]
using FloatSums = void (*)(const float* const* at, int pixels, const int32_t* offsets, int steps,
                           const float* weights, float* sums);

// The integer sums, wrapping at 32 bits. Inputs and weights of 8 bits widened to 16; weights:
// [steps][kBlock][2].
using IntegerSums = void (*)(const int16_t* const* at, int pixels, const int32_t* offsets, int steps,
                             const int16_t* weights, int32_t* sums);

struct Kernels {
  const char* name;  // "scalar", "avx2", "avx512vnni"
  FloatSums float_sums;
  IntegerSums integer_sums;
};

// Those that this processor can execute, slowest first.
std::vector<const Kernels*> available_kernels();

// The fastest available ones; the environment variable QUERN_CPU_ISA (scalar, avx2, avxvnni, avx512vnni) caps
// the choice. Throws Error for an unknown name.
const Kernels& active_kernels();

}  // namespace quern::bm1684
