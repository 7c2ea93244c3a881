#include "quant/integer_types.hpp"

namespace quern::ops {
namespace {

// Inputs: X [..., K], W int8 [M, K], B int16 [M] (optional). Output: [..., M].
Shape output_shape(const Shape& x, const Shape& w) {
  nn::require_rank(w, 2, "W");
  if (x.empty() || nn::differ(x.back(), w[1]))
    throw InputError("X of shape " + to_string(x) + " does not fit W of shape " + to_string(w));
  Shape y = x;
  y.back() = w[0];
  return y;
}

void infer(InferContext& ctx) {
  ctx.output_unknown(0, quant::output_type(ctx.node()));
  ctx.output(0, quant::output_type(ctx.node()), output_shape(ctx.shape(0), ctx.shape(1)));
}

// y = sat(round(sum of x * w + b, rshift))
void compute(ComputeContext& ctx) {
  const Tensor& w = ctx.input(1);
  const Tensor* bias = ctx.optional_input(2);
  const Shape shape = output_shape(ctx.input(0).dims, w.dims);
  const int64_t outputs = w.dims[0], inputs = w.dims[1];
  if (bias) nn::require_shape(bias->dims, {outputs}, "the bias");
  check_size(shape);
  const std::vector<int32_t> x = quant::widen(ctx.input(0));
  std::vector<int64_t> sums(size_t(element_count(shape)));
  for (size_t i = 0; i < sums.size(); ++i) {
    const int64_t row = int64_t(i) / outputs, m = int64_t(i) % outputs;
    sums[i] = bias ? bias->data<int16_t>()[m] : 0;
    for (int64_t k = 0; k < inputs; ++k)
      sums[i] += int64_t(x[size_t(row * inputs + k)]) * w.data<int8_t>()[m * inputs + k];
  }
  quant::requantise(ctx, sums, quant::read_shift(ctx.node()), quant::output_type(ctx.node()), shape);
}

}  // namespace

QUERN_OPERATOR("quern", "QGemm", infer, compute);

}  // namespace quern::ops
