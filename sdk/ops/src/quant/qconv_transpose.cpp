#include "nn/convolution.hpp"
#include "quant/integer_types.hpp"

namespace quern::ops {
namespace {

// Inputs: X [N, C, ...], W int8 [C, M/group, ...], B int16 [M] (optional).
void infer(InferContext& ctx) {
  ctx.output_unknown(0, quant::output_type(ctx.node()));
  ctx.output(0, quant::output_type(ctx.node()),
             nn::resolve_transposed_convolution(ctx.node(), ctx.shape(0), ctx.shape(1)).output);
}

// y = sat(round(sum of x * w + b, rshift)); padding counts as 0.
void compute(ComputeContext& ctx) {
  const Tensor &x = ctx.input(0), &w = ctx.input(1);
  const Tensor* bias = ctx.optional_input(2);
  const nn::Convolution c = nn::resolve_transposed_convolution(ctx.node(), x.dims, w.dims);
  nn::check_bias(bias, c.out_channels);
  check_size(c.output);
  std::vector<int64_t> sums(size_t(element_count(c.output)));
  nn::fill_bias<int64_t, int16_t>(c, bias, sums.data());
  nn::convolve_transposed(c, quant::widen(x).data(), w.data<int8_t>(), sums.data());
  quant::requantise(ctx, sums, quant::read_shift(ctx.node()), quant::output_type(ctx.node()), c.output);
}

}  // namespace

QUERN_OPERATOR("quern", "QConvTranspose", infer, compute);

}  // namespace quern::ops
