#include "nn/integer_matmul.hpp"

namespace quern::ops {
namespace {

// Inputs: A, B, and their zero points, both optional.
void infer(InferContext& ctx) {
  ctx.output_unknown(0, DataType::Int32);
  ctx.output(0, DataType::Int32, nn::resolve_matrix_product(ctx.shape(0), ctx.shape(1)).output);
}

void compute(ComputeContext& ctx) {
  const Tensor &a = ctx.input(0), &b = ctx.input(1);
  const nn::MatrixProduct p = nn::resolve_matrix_product(a.dims, b.dims);
  Tensor& y = nn::zeroed_output(ctx, 0, DataType::Int32, p.output);
  const std::vector<int64_t> sums =
      nn::multiply_integers(p, a, ctx.optional_input(2), b, ctx.optional_input(3));
  for (size_t i = 0; i < sums.size(); ++i) y.mutable_data<int32_t>()[i] = int32_t(sums[i]);
}

}  // namespace

QUERN_OPERATOR("", "MatMulInteger", infer, compute);

}  // namespace quern::ops
