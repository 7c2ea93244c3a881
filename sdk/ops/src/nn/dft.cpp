#include "nn/float_types.hpp"
#include "nn/fourier.hpp"

namespace quern::ops {
namespace {

struct Sizes {
  size_t axis;
  int64_t length, bins;
  bool inverse;
  Shape output;
};

// Inputs: x [..., 1 (real) or 2 (complex)], dft_length (optional). Output: [..., 2].
Sizes resolve(const Node& node, const Shape& x, const Tensor* dft_length) {
  if (x.size() < 2) throw InputError("DFT needs an input of at least 2 axes, it has shape " + to_string(x));
  nn::require(x.back() == 1 || x.back() == 2, "the last axis of the input must have 1 or 2 elements");
  const size_t axis = normalize_axis(node.get_int("axis", 1), x.size());
  nn::require(axis + 1 < x.size(), "DFT cannot run over the last axis");
  const bool onesided = node.get_int("onesided", 0) != 0, inverse = node.get_int("inverse", 0) != 0;
  nn::require(!(onesided && inverse), "onesided and inverse exclude each other");
  const int64_t length = dft_length ? nn::scalar_int(*dft_length) : x[axis];
  Sizes s{axis, length, length < 0 ? kUnknownDim : nn::bin_count(length, onesided), inverse, x};
  s.output[axis] = s.bins;
  s.output.back() = 2;
  return s;
}

void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(0));
  if (ctx.shape(0).empty() || ctx.shape(0).back() < 0) return;
  ctx.output(0, ctx.type(0),
             resolve(ctx.node(), ctx.shape(0), ctx.has_input(1) ? &ctx.constant(1) : nullptr).output);
}

void compute(ComputeContext& ctx) {
  const Tensor& x = ctx.input(0);
  const Sizes s = resolve(ctx.node(), x.dims, ctx.optional_input(1));
  const nn::FourierTransform transform(s.length, s.inverse);
  Tensor& y = nn::zeroed_output(ctx, 0, x.type, s.output);
  const int64_t parts = x.dims.back();
  const AxisView view = view_axis(x.dims, s.axis);
  const int64_t inner = view.inner / parts, count = std::min(view.size, s.length);
  nn::with_float_type(x.type, [&]<class T>() {
    std::vector<std::complex<double>> signal(size_t(s.length), 0);
    for (int64_t outer = 0; outer < view.outer; ++outer)
      for (int64_t i = 0; i < inner; ++i) {
        for (int64_t t = 0; t < count; ++t) {
          const T* value = x.data<T>() + ((outer * view.size + t) * inner + i) * parts;
          signal[size_t(t)] = {double(value[0]), parts == 2 ? double(value[1]) : 0};
        }
        const std::vector<std::complex<double>> spectrum = transform(signal);
        for (int64_t k = 0; k < s.bins; ++k) {
          T* target = y.mutable_data<T>() + ((outer * s.bins + k) * inner + i) * 2;
          target[0] = T(spectrum[size_t(k)].real());
          target[1] = T(spectrum[size_t(k)].imag());
        }
      }
  });
}

}  // namespace

QUERN_OPERATOR("", "DFT", infer, nn::half_as_float<compute>);

}  // namespace quern::ops
