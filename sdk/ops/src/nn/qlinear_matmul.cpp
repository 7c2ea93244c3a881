#include "nn/affine_quantisation.hpp"
#include "nn/integer_matmul.hpp"

namespace quern::ops {
namespace {

// Inputs: a, a_scale, a_zero_point, b, b_scale, b_zero_point, y_scale, y_zero_point. Parameters of a may be
// one per row, those of b one per column, those of y are scalars.
void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(7));
  ctx.output(0, ctx.type(7), nn::resolve_matrix_product(ctx.shape(0), ctx.shape(3)).output);
}

void compute(ComputeContext& ctx) {
  const Tensor &a = ctx.input(0), &a_scale = ctx.input(1), &b = ctx.input(3), &b_scale = ctx.input(4);
  const nn::MatrixProduct p = nn::resolve_matrix_product(a.dims, b.dims);
  const std::vector<int64_t> sums = nn::multiply_integers(p, a, &ctx.input(2), b, &ctx.input(5));
  const std::vector<float> a_scales = a_scale.to_float(), b_scales = b_scale.to_float();
  const float y_scale = nn::scalar_float(ctx.input(6));
  const int64_t y_zero = nn::scalar_int(ctx.input(7));

  Shape matrices = p.batch;
  matrices.insert(matrices.end(), {p.m, p.n});
  const Shape a_shape = nn::row_parameter_shape(a_scale),
              b_shape = b_scale.count() == 1 ? Shape{} : b_scale.dims;
  if (broadcast_shapes(broadcast_shapes(a_shape, b_shape), matrices) != matrices)
    throw InputError("scales of shape " + to_string(a_scale.dims) + " and " + to_string(b_scale.dims) +
                     " do not fit the product " + to_string(matrices));
  Tensor& y = nn::zeroed_output(ctx, 0, ctx.input(7).type, p.output);
  nn::with_quantised_type(y.type, [&]<class T>() {
    const BroadcastLoop<2> loop(matrices, {&a_shape, &b_shape});
    const bool a_repeats = loop.repeats(0), b_repeats = loop.repeats(1);
    loop.for_each_row([&](int64_t output, const std::array<int64_t, 2>& offsets, int64_t length) {
      for (int64_t i = 0; i < length; ++i) {
        const float left = a_scales[size_t(offsets[0] + (a_repeats ? 0 : i))];
        const float right = b_scales[size_t(offsets[1] + (b_repeats ? 0 : i))];
        const auto sum = float(sums[size_t(output + i)]);
        y.mutable_data<T>()[output + i] = nn::requantise<T>(sum * (left * right / y_scale), y_zero);
      }
    });
  });
}

}  // namespace

QUERN_OPERATOR("", "QLinearMatMul", infer, compute);

}  // namespace quern::ops
