#include "nn/convolution.hpp"
#include "nn/float_types.hpp"

namespace quern::ops {
namespace {

// Inputs: X [N, C, ...], W [M, C/group, ...], B [M] (optional).
void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(0));
  ctx.output(0, ctx.type(0), nn::resolve_convolution(ctx.node(), ctx.shape(0), ctx.shape(1)).output);
}

void compute(ComputeContext& ctx) {
  const Tensor &x = ctx.input(0), &w = ctx.input(1);
  const nn::Convolution c = nn::resolve_convolution(ctx.node(), x.dims, w.dims);
  nn::check_bias(ctx.optional_input(2), c.out_channels);
  Tensor& y = nn::zeroed_output(ctx, 0, x.type, c.output);
  nn::with_float_type(x.type, [&]<class T>() {
    nn::fill_bias<T, T>(c, ctx.optional_input(2), y.mutable_data<T>());
    nn::convolve(c, x.data<T>(), w.data<T>(), y.mutable_data<T>());
  });
}

}  // namespace

QUERN_OPERATOR("", "Conv", infer, nn::half_as_float<compute>);

}  // namespace quern::ops
