#include "quant/integer_types.hpp"

namespace quern::ops {
namespace {

// Inputs: X, T [256], both int8 or uint8.
void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(1));
  ctx.output(0, ctx.type(1), ctx.shape(0));
}

// y = T[x as an unsigned byte]
void compute(ComputeContext& ctx) {
  const Tensor& table = ctx.input(1);
  nn::require_shape(table.dims, {256}, "T");
  const std::vector<int32_t> x = quant::widen(ctx.input(0));
  Tensor& y = nn::zeroed_output(ctx, 0, table.type, ctx.input(0).dims);
  quant::with_byte_type(table.type, [&]<class T>() {
    for (size_t i = 0; i < x.size(); ++i) y.mutable_data<T>()[i] = table.data<T>()[uint8_t(x[i])];
  });
}

}  // namespace

QUERN_OPERATOR("quern", "QLut", infer, compute);

}  // namespace quern::ops
