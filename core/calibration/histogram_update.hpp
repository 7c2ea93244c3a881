// The inner loops of the statistics, one implementation per instruction set with identical results.
#pragma once

#include <cstddef>
#include <cstdint>

namespace quern::calibration {

// Smallest and largest of some values, and the largest bit pattern of |x|: it orders like |x|, and is at
// least 0x7F800000 where an infinity or NaN is among them (minimum and maximum mean nothing then).
struct Range {
  float minimum;
  float maximum;
  uint32_t max_magnitude;
};

// A histogram of both signs under construction. Neighbouring values often fall into the same bin; counting
// them in different tables keeps the processor from waiting for its own last store.
struct Scratch {
  static constexpr size_t kTables = 4;
  static constexpr size_t kBins = 4096;  // per sign: positive values first, then negative ones
  alignas(64) uint32_t count[kTables][2 * kBins];
};

struct HistogramKernels {
  const char* name;
  Range (*range)(const float* values, size_t count);
  // Counts the values in `scratch` at |x| * inverse_width, which is below kBins for all of them; +0 and -0
  // are left out. Returns how many these were. At most 2^32 - 1 values may be counted before the tables are
  // emptied.
  size_t (*count)(const float* values, size_t count, float inverse_width, Scratch& scratch);
};

const HistogramKernels& scalar_kernels();
const HistogramKernels& avx2_kernels();
const HistogramKernels& avx512_kernels();
// The fastest ones that this processor can run.
const HistogramKernels& best_kernels();

}  // namespace quern::calibration
