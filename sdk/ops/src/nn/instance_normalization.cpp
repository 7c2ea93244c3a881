#include "nn/normalisation.hpp"

namespace quern::ops {
namespace {

// Inputs: X [N, C, ...], scale [C], B [C].
void compute(ComputeContext& ctx) {
  const Tensor& x = ctx.input(0);
  if (x.dims.size() < 3)
    throw InputError("the input must have at least 3 axes, its shape is " + to_string(x.dims));
  const int64_t channels = x.dims[1], planes = x.dims[0] * channels, plane = planes ? x.count() / planes : 0;
  nn::require_shape(ctx.input(1).dims, {channels}, "the scale");
  nn::require_shape(ctx.input(2).dims, {channels}, "the bias");
  Tensor& y = nn::zeroed_output(ctx, 0, x.type, x.dims);
  nn::with_float_type(x.type, [&]<class T>() {
    const double epsilon = double(ctx.node().get_float("epsilon", 1e-5f));
    const T *scale = ctx.input(1).data<T>(), *bias = ctx.input(2).data<T>();
    const T* source = x.data<T>();
    T* target = y.mutable_data<T>();
    for (int64_t p = 0; p < planes; ++p, source += plane, target += plane) {
      const nn::Moments m = nn::moments(source, plane);
      const T mean = T(m.mean), factor = T(double(scale[p % channels]) / std::sqrt(m.variance + epsilon));
      for (int64_t i = 0; i < plane; ++i) target[i] = (source[i] - mean) * factor + bias[p % channels];
    }
  });
}

}  // namespace

QUERN_OPERATOR("", "InstanceNormalization", nn::infer_same<3>, nn::half_as_float<compute>);

}  // namespace quern::ops
