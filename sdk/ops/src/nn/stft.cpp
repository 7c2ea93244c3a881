#include "nn/float_types.hpp"
#include "nn/fourier.hpp"

namespace quern::ops {
namespace {

struct Sizes {
  int64_t step, length, frames, bins;
  Shape output;
};

// Inputs: signal [N, samples, 1 (real) or 2 (complex)] or [N, samples], frame_step, window (optional),
// frame_length (optional where there is a window). Output: [N, frames, bins, 2].
Sizes resolve(const Node& node, const Shape& signal, const Tensor& frame_step, int64_t length) {
  if (signal.size() < 2 || signal.size() > 3)
    throw InputError("the signal must have 3 axes, its shape is " + to_string(signal));
  const int64_t step = nn::scalar_int(frame_step);
  nn::require(step >= 1 && step <= kMaxElements, "frame_step must be at least 1");
  nn::require(length >= 1 && length <= nn::kMaxTransform, "the frame length is out of range");
  const bool onesided = node.get_int("onesided", 1) != 0;
  if (signal[1] >= 0 && signal[1] < length)
    throw InputError("the signal has " + std::to_string(signal[1]) + " samples, one frame needs " +
                     std::to_string(length));
  const int64_t frames = signal[1] < 0 ? kUnknownDim : (signal[1] - length) / step + 1;
  const int64_t bins = nn::bin_count(length, onesided);
  return {step, length, frames, bins, {signal[0], frames, bins, 2}};
}

void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(0));
  ctx.output(0, ctx.type(0), Shape(4, kUnknownDim));
  int64_t length = kUnknownDim;
  if (ctx.has_input(3))
    length = nn::scalar_int(ctx.constant(3));
  else if (ctx.shape(2).size() == 1)
    length = ctx.shape(2)[0];
  if (length < 0) return;
  ctx.output(0, ctx.type(0), resolve(ctx.node(), ctx.shape(0), ctx.constant(1), length).output);
}

void compute(ComputeContext& ctx) {
  const Tensor& x = ctx.input(0);
  const Tensor* window = ctx.optional_input(2);
  nn::require(window || ctx.has_input(3), "STFT needs a window or a frame_length");
  const int64_t length = ctx.has_input(3) ? nn::scalar_int(ctx.input(3)) : window->count();
  const Sizes s = resolve(ctx.node(), x.dims, ctx.input(1), length);
  if (window) nn::require_shape(window->dims, {length}, "the window");
  const int64_t parts = x.dims.size() == 3 ? x.dims[2] : 1, samples = x.dims[1];
  nn::require(parts == 1 || parts == 2, "the last axis of the signal must have 1 or 2 elements");
  const nn::FourierTransform transform(length, false);
  Tensor& y = nn::zeroed_output(ctx, 0, x.type, s.output);
  nn::with_float_type(x.type, [&]<class T>() {
    std::vector<std::complex<double>> frame(static_cast<size_t>(length));
    T* target = y.mutable_data<T>();
    for (int64_t n = 0; n < x.dims[0]; ++n)
      for (int64_t f = 0; f < s.frames; ++f) {
        for (int64_t t = 0; t < length; ++t) {
          const T* value = x.data<T>() + (n * samples + f * s.step + t) * parts;
          const double factor = window ? double(window->data<T>()[t]) : 1;
          frame[size_t(t)] = {double(value[0]) * factor, parts == 2 ? double(value[1]) * factor : 0};
        }
        const std::vector<std::complex<double>> spectrum = transform(frame);
        for (int64_t k = 0; k < s.bins; ++k) {
          *target++ = T(spectrum[size_t(k)].real());
          *target++ = T(spectrum[size_t(k)].imag());
        }
      }
  });
}

}  // namespace

QUERN_OPERATOR("", "STFT", infer, nn::half_as_float<compute>);

}  // namespace quern::ops
