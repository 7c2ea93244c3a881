#include "nn/affine_quantisation.hpp"
#include "nn/convolution.hpp"

namespace quern::ops {
namespace {

// Inputs: x, x_scale, x_zero_point, w, w_scale, w_zero_point, y_scale, y_zero_point, B int32 [M] (optional).
// Scales and zero points are scalars; those of w may be [M].
void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(7));
  ctx.output(0, ctx.type(7), nn::resolve_convolution(ctx.node(), ctx.shape(0), ctx.shape(3)).output);
}

void compute(ComputeContext& ctx) {
  const Tensor &x = ctx.input(0), &w = ctx.input(3), &w_zero = ctx.input(5);
  const nn::Convolution c = nn::resolve_convolution(ctx.node(), x.dims, w.dims);
  const Tensor* bias = ctx.optional_input(8);
  nn::check_bias(bias, c.out_channels);
  const std::vector<int32_t> inputs = nn::centred(x, &ctx.input(2), {});
  const std::vector<int32_t> weights =
      nn::centred(w, &w_zero, nn::parameter_shape(w_zero, 0, w.dims.size(), c.out_channels));
  (void)nn::parameter_shape(ctx.input(4), 0, 1, c.out_channels);
  const std::vector<float> w_scales = ctx.input(4).to_float();
  const float x_scale = nn::scalar_float(ctx.input(1)), y_scale = nn::scalar_float(ctx.input(6));
  const int64_t y_zero = nn::scalar_int(ctx.input(7));

  Tensor& y = nn::zeroed_output(ctx, 0, ctx.input(7).type, c.output);
  std::vector<int64_t> sums(size_t(y.count()));
  nn::fill_bias<int64_t, int32_t>(c, bias, sums.data());
  nn::convolve(c, inputs.data(), weights.data(), sums.data());
  const int64_t plane = element_count(c.window.output);
  nn::with_quantised_type(y.type, [&]<class T>() {
    for (size_t i = 0; i < sums.size(); ++i) {
      const int64_t channel = int64_t(i) / plane % c.out_channels;
      const float scale = x_scale * w_scales[w_scales.size() == 1 ? 0 : size_t(channel)] / y_scale;
      y.mutable_data<T>()[i] = nn::requantise<T>(float(sums[i]) * scale, y_zero);
    }
  });
}

}  // namespace

QUERN_OPERATOR("", "QLinearConv", infer, compute);

}  // namespace quern::ops
