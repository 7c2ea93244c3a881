#include "nn/fourier.hpp"

#include <cmath>
#include <numbers>
#include <string>

#include <quern/error.hpp>

namespace quern::ops::nn {

using Complex = std::complex<double>;

FourierTransform::FourierTransform(int64_t length, bool inverse)
    : length_(size_t(length)), inverse_(inverse) {
  if (length < 1 || length > kMaxTransform)
    throw InputError("a Fourier transform of length " + std::to_string(length) + " is out of range");
  const double step = (inverse ? 2 : -2) * std::numbers::pi / double(length);
  roots_.reserve(length_);
  for (int64_t k = 0; k < length; ++k) roots_.push_back(std::polar(1.0, step * double(k)));
}

std::vector<Complex> FourierTransform::operator()(const std::vector<Complex>& x) const {
  std::vector<Complex> y(length_);
  transform(x.data(), 1, length_, y.data());
  if (inverse_)
    for (Complex& value : y) value /= double(length_);
  return y;
}

void FourierTransform::transform(const Complex* x, size_t stride, size_t n, Complex* y) const {
  const size_t root_step = length_ / n;
  if (n % 2 != 0) {
    for (size_t k = 0; k < n; ++k) {
      Complex sum = 0;
      for (size_t t = 0; t < n; ++t) sum += x[t * stride] * roots_[k * t % n * root_step];
      y[k] = sum;
    }
    return;
  }
  const size_t half = n / 2;
  std::vector<Complex> even(half), odd(half);
  transform(x, 2 * stride, half, even.data());
  transform(x + stride, 2 * stride, half, odd.data());
  for (size_t k = 0; k < half; ++k) {
    const Complex turned = roots_[k * root_step] * odd[k];
    y[k] = even[k] + turned;
    y[k + half] = even[k] - turned;
  }
}

}  // namespace quern::ops::nn
