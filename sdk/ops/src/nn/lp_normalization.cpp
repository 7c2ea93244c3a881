#include "nn/lp_norm.hpp"
#include "nn/normalisation.hpp"

namespace quern::ops {
namespace {

void compute(ComputeContext& ctx) {
  const Tensor& x = ctx.input(0);
  const int64_t p = nn::read_p(ctx.node());
  const AxisView view = view_axis(x.dims, normalize_axis(ctx.node().get_int("axis", -1), x.dims.size()));
  Tensor& y = nn::zeroed_output(ctx, 0, x.type, x.dims);
  nn::with_float_type(x.type, [&]<class T>() {
    for (int64_t outer = 0; outer < view.outer; ++outer)
      for (int64_t inner = 0; inner < view.inner; ++inner) {
        const int64_t start = outer * view.size * view.inner + inner;
        T sum = 0;
        for (int64_t i = 0; i < view.size; ++i) sum += nn::power(x.data<T>()[start + i * view.inner], p);
        const T norm = nn::root(sum, p);
        for (int64_t i = 0; i < view.size; ++i) {
          const int64_t at = start + i * view.inner;
          y.mutable_data<T>()[at] = norm == T(0) ? T(0) : x.data<T>()[at] / norm;
        }
      }
  });
}

}  // namespace

QUERN_OPERATOR("", "LpNormalization", nn::infer_same<1>, nn::half_as_float<compute>);

}  // namespace quern::ops
