// The cycle model: how long each engine needs for one instruction (isa.md section 10). Whole programs: the
// two queues run side by side and wait for each other by their ids.
#pragma once

#include <cstdint>

#include "instruction.hpp"

namespace quern::bm1684 {

// Every parameter, in one place. Sources: [B] probed vendor cycle model, [P] published peak rates, [E] our
// estimate where isa.md is silent, chosen on the slow side.
struct CycleParameters {
  // Convolution: batches * ceil(oc/64) * ceil(pixels/16) * (ceil(ic/group) * taps + start) [B]
  int pixels_per_group = 16;
  int conv_float_start = 5, conv_int_start = 10;
  double few_channels_factor = 50.0 / 23.0;  // ic < 16 (8 bits) or odd/1 (f32), measured for ic = 3 [B]
  int float_batches = 1, int_batches = 4;    // processed together

  // Elementwise: words per lane / words_per_cycle, at least elementwise_minimum [B]
  double words_per_cycle = 8;
  int elementwise_minimum = 2;
  double lookup_factor = 4;       // table look-up against elementwise [B]
  double division_factor = 4;     // division, rsqrt [E]
  double taylor_term_factor = 1;  // elementwise per term [E]

  // Pooling: per output pixel and lane, and per tap of it [B, fitted to the two sizes isa.md gives]
  double pool_pixel_float = 2.2, pool_tap_float_max = 0.11, pool_tap_float_avg = 0.45;
  double pool_pixel_int = 3.0, pool_tap_int_max = 0.14, pool_tap_int_avg = 0.31;

  // Matrix product: rows * slots * ceil(width/lane width) * k [E]
  int matmul_float_width = 16, matmul_int_width = 16;
  int matmul_start = 10;

  // Copy engine [B]
  double bytes_per_cycle = 53.3;
  int load_start = 137, store_start = 45;  // into local memory; out of it
  int system_start = 137;                  // S2S [E]
  double cycles_per_run = 0.5;             // for every contiguous run
};

inline constexpr CycleParameters kCycleParameters{};

// Cycles of the compute engine at kBdMegahertz, of the copy engine at kGdmaMegahertz.
int64_t cycles(const BdInstruction& instruction, const CycleParameters& p = kCycleParameters);
int64_t cycles(const GdmaInstruction& instruction, const CycleParameters& p = kCycleParameters);

// Nanoseconds.
double nanoseconds(const BdInstruction& instruction, const CycleParameters& p = kCycleParameters);
double nanoseconds(const GdmaInstruction& instruction, const CycleParameters& p = kCycleParameters);

// Bytes that the instruction moves to and from DDR (not L2).
struct DdrBytes {
  int64_t read = 0, written = 0;
};
DdrBytes ddr_bytes(const GdmaInstruction& instruction);

// Multiply-accumulates per cycle of the compute engine at its peak [P].
inline constexpr int kPeakMacsInt8 = 16384, kPeakMacsFloat = 2048;

}  // namespace quern::bm1684
