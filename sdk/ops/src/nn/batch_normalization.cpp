#include "nn/normalisation.hpp"

namespace quern::ops {
namespace {

// Inputs: X [N, C, ...], scale, B, mean and variance, each [C].
void compute(ComputeContext& ctx) {
  const Tensor& x = ctx.input(0);
  if (ctx.node().get_int("training_mode", 0) != 0)
    throw UnsupportedError("BatchNormalization in training mode is not supported", {},
                           "Export the model for inference.");
  // A tensor of one axis has one channel.
  const int64_t batch = x.dims.empty() ? 1 : x.dims[0], channels = x.dims.size() > 1 ? x.dims[1] : 1;
  for (size_t i = 1; i < 5; ++i)
    nn::require_shape(ctx.input(i).dims, {channels}, "each parameter of BatchNormalization");
  const int64_t planes = batch * channels, plane = planes ? x.count() / planes : 0;
  Tensor& y = nn::zeroed_output(ctx, 0, x.type, x.dims);
  nn::with_float_type(x.type, [&]<class T>() {
    const auto parameter = [&](size_t i) { return ctx.input(i).data<T>(); };
    const T *scale = parameter(1), *bias = parameter(2), *mean = parameter(3), *variance = parameter(4);
    const T epsilon = T(ctx.node().get_float("epsilon", 1e-5f));
    const T* source = x.data<T>();
    T* target = y.mutable_data<T>();
    for (int64_t p = 0; p < planes; ++p, source += plane, target += plane) {
      const int64_t c = p % channels;
      const T factor = scale[c] / std::sqrt(variance[c] + epsilon);
      for (int64_t i = 0; i < plane; ++i) target[i] = (source[i] - mean[c]) * factor + bias[c];
    }
  });
}

}  // namespace

QUERN_OPERATOR("", "BatchNormalization", nn::infer_same<1>, nn::half_as_float<compute>);

}  // namespace quern::ops
