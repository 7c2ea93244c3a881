#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "calibration/histogram_update.hpp"

namespace quern::calibration {

namespace {

Range range(const float* values, size_t count) {
  Range r{std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(), 0};
  for (size_t i = 0; i < count; ++i) {
    r.minimum = std::min(r.minimum, values[i]);
    r.maximum = std::max(r.maximum, values[i]);
    r.max_magnitude = std::max(r.max_magnitude, std::bit_cast<uint32_t>(values[i]) & 0x7FFFFFFFu);
  }
  return r;
}

size_t count(const float* values, size_t count, float inverse_width, Scratch& scratch) {
  size_t zeros = 0;
  for (size_t i = 0; i < count; ++i) {
    const auto bits = std::bit_cast<uint32_t>(values[i]);
    if ((bits & 0x7FFFFFFFu) == 0) {
      ++zeros;
      continue;
    }
    const auto bin = uint32_t(std::fabs(values[i]) * inverse_width);
    ++scratch.count[i % Scratch::kTables][bin + (bits >> 31) * Scratch::kBins];
  }
  return zeros;
}

}  // namespace

const HistogramKernels& scalar_kernels() {
  static constexpr HistogramKernels kernels = {"scalar", range, count};
  return kernels;
}

const HistogramKernels& best_kernels() {
#if defined(__x86_64__)
  static const HistogramKernels& best = __builtin_cpu_supports("avx512f") ? avx512_kernels()
                                        : __builtin_cpu_supports("avx2")  ? avx2_kernels()
                                                                          : scalar_kernels();
  return best;
#else
  return scalar_kernels();
#endif
}

}  // namespace quern::calibration
