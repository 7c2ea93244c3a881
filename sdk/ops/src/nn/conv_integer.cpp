#include "nn/affine_quantisation.hpp"
#include "nn/convolution.hpp"

namespace quern::ops {
namespace {

// Inputs: X, W, zero points of X (scalar) and W (scalar or [M]), both optional.
void infer(InferContext& ctx) {
  ctx.output_unknown(0, DataType::Int32);
  ctx.output(0, DataType::Int32, nn::resolve_convolution(ctx.node(), ctx.shape(0), ctx.shape(1)).output);
}

void compute(ComputeContext& ctx) {
  const Tensor &x = ctx.input(0), &w = ctx.input(1);
  const Tensor* w_zero = ctx.optional_input(3);
  const nn::Convolution c = nn::resolve_convolution(ctx.node(), x.dims, w.dims);
  const Shape w_shape = w_zero ? nn::parameter_shape(*w_zero, 0, w.dims.size(), w.dims[0]) : Shape{};
  const std::vector<int32_t> inputs = nn::centred(x, ctx.optional_input(2), {});
  const std::vector<int32_t> weights = nn::centred(w, w_zero, w_shape);
  Tensor& y = nn::zeroed_output(ctx, 0, DataType::Int32, c.output);
  std::vector<int64_t> sums(size_t(y.count()), 0);
  nn::convolve(c, inputs.data(), weights.data(), sums.data());
  for (size_t i = 0; i < sums.size(); ++i) y.mutable_data<int32_t>()[i] = int32_t(sums[i]);
}

}  // namespace

QUERN_OPERATOR("", "ConvInteger", infer, compute);

}  // namespace quern::ops
