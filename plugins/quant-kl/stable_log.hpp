// A logarithm that is the same on every machine: the C library picks its own by the instruction set.
#pragma once

#include <bit>
#include <cstdint>

namespace quern::quant_kl {

// Natural logarithm of a positive normal number, to about 1e-14 relative: x = 2^e * m with m in [0.70, 1.41],
// and log m = 2 artanh((m - 1) / (m + 1)) as a series.
inline double stable_log(double x) {
  constexpr double kLog2 = 0.693147180559945309417232121458;
  constexpr uint64_t kSqrtHalf = 0x3FE6A09E667F3BCDu;  // bits of sqrt(1/2)
  const auto bits = std::bit_cast<uint64_t>(x);
  const auto exponent = int64_t(bits - kSqrtHalf) >> 52;
  const auto m = std::bit_cast<double>(bits - (uint64_t(exponent) << 52));
  const double s = (m - 1) / (m + 1);
  const double s2 = s * s;
  double series = 1.0 / 17;
  for (const double odd : {15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0, 1.0}) series = series * s2 + 1 / odd;
  return double(exponent) * kLog2 + 2 * s * series;
}

}  // namespace quern::quant_kl
