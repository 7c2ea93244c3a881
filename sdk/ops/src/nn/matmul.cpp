#include "nn/float_types.hpp"
#include "nn/matrix_product.hpp"
#include "support/types.hpp"

namespace quern::ops {
namespace {

void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(0));
  ctx.output(0, ctx.type(0), nn::resolve_matrix_product(ctx.shape(0), ctx.shape(1)).output);
}

void compute(ComputeContext& ctx) {
  const Tensor &a = ctx.input(0), &b = ctx.input(1);
  const nn::MatrixProduct p = nn::resolve_matrix_product(a.dims, b.dims);
  Tensor& y = nn::zeroed_output(ctx, 0, a.type, p.output);
  dispatch(Types<float, double, int32_t, int64_t, uint32_t, uint64_t>{}, a.type, [&]<class T>() {
    if constexpr (std::is_integral_v<T>) {
      nn::multiply<Wrapping<T>>(p, a.data<T>(), b.data<T>(), y.mutable_data<T>());
    } else {
      nn::multiply<T>(p, a.data<T>(), b.data<T>(), y.mutable_data<T>());
    }
  });
}

}  // namespace

QUERN_OPERATOR("", "MatMul", infer, nn::half_as_float<compute>);

}  // namespace quern::ops
