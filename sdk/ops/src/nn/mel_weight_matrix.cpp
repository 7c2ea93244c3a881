#include <algorithm>
#include <cmath>

#include "nn/window_function.hpp"

namespace quern::ops {
namespace {

struct Sizes {
  int64_t bins, mels;
};

Sizes read_sizes(const Tensor& num_mel_bins, const Tensor& dft_length) {
  const int64_t mels = nn::scalar_int(num_mel_bins), length = nn::scalar_int(dft_length);
  nn::require(mels >= 1 && mels <= kMaxElements && length >= 1 && length <= kMaxElements,
              "num_mel_bins and dft_length must be at least 1");
  return {length / 2 + 1, mels};
}

// Inputs (scalars): num_mel_bins, dft_length, sample_rate, lower and upper edge in hertz. Output [bins,
// mels].
void infer(InferContext& ctx) {
  const DataType type = nn::output_datatype(ctx.node());
  ctx.output(0, type, Shape(2, kUnknownDim));
  const Sizes s = read_sizes(ctx.constant(0), ctx.constant(1));
  ctx.output(0, type, Shape{s.bins, s.mels});
}

// The mel scale of O'Shaughnessy (1987), with 2595 and 700.
double to_mel(double hertz) { return 2595 * std::log10(1 + hertz / 700); }
double to_hertz(double mel) { return 700 * (std::pow(10, mel / 2595) - 1); }

void compute(ComputeContext& ctx) {
  const Sizes s = read_sizes(ctx.input(0), ctx.input(1));
  const auto length = double(nn::scalar_int(ctx.input(1)));
  const auto sample_rate = double(nn::scalar_int(ctx.input(2)));
  nn::require(sample_rate > 0, "sample_rate must be positive");
  const double low = to_mel(double(nn::scalar_float(ctx.input(3)))),
               high = to_mel(double(nn::scalar_float(ctx.input(4))));
  nn::require(low >= 0 && high > low && high < 1e6, "the edges must be 0 <= lower < upper");
  const double step = (high - low) / double(s.mels + 2);
  // The bin of band edge i; triangle m spans the edges m, m + 1 and m + 2.
  const auto edge = [&](int64_t i) {
    const double bin = (length + 1) * to_hertz(low + double(i) * step) / sample_rate;
    return int64_t(std::floor(std::min(bin, double(kMaxElements))));
  };
  Tensor& y = nn::zeroed_output(ctx, 0, nn::output_datatype(ctx.node()), {s.bins, s.mels});
  with_type(y.type, [&]<class T>() {
    const auto set = [&](int64_t bin, int64_t mel, double value) {
      if (bin < s.bins) y.mutable_data<T>()[bin * s.mels + mel] = T(float(value));
    };
    for (int64_t m = 0; m < s.mels; ++m) {
      const int64_t left = edge(m), centre = edge(m + 1), right = edge(m + 2);
      if (left == centre) set(centre, m, 1);
      for (int64_t bin = left; bin <= std::min(centre, s.bins); ++bin)
        if (left != centre) set(bin, m, double(bin - left) / double(centre - left));
      for (int64_t bin = centre; bin < std::min(right, s.bins); ++bin)
        if (right != centre) set(bin, m, double(right - bin) / double(right - centre));
    }
  });
}

}  // namespace

QUERN_OPERATOR("", "MelWeightMatrix", infer, compute);

}  // namespace quern::ops
