// The discrete Fourier transform behind DFT and STFT.
#pragma once

#include <complex>
#include <cstdint>
#include <vector>

namespace quern::ops::nn {

// Longer transforms are refused.
inline constexpr int64_t kMaxTransform = int64_t(1) << 24;

// A transform of fixed length: X[k] = sum over t of x[t] * exp(-2 pi i k t / n), with +, and divided by n,
// for the inverse. Halves even lengths and sums directly over odd ones.
class FourierTransform {
 public:
  // Throws InputError where the length is not in [1, kMaxTransform].
  FourierTransform(int64_t length, bool inverse);
  [[nodiscard]] std::vector<std::complex<double>> operator()(
      const std::vector<std::complex<double>>& x) const;

 private:
  // Transforms the `n` values x[0], x[stride], ... to y[0 .. n).
  void transform(const std::complex<double>* x, size_t stride, size_t n, std::complex<double>* y) const;

  size_t length_;
  bool inverse_;
  std::vector<std::complex<double>> roots_;  // roots_[k] = exp(-+ 2 pi i k / length)
};

// The bins of a transform's output: all, or those that determine the transform of a real signal.
inline int64_t bin_count(int64_t length, bool onesided) { return onesided ? length / 2 + 1 : length; }

}  // namespace quern::ops::nn
