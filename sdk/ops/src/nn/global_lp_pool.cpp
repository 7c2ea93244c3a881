#include "nn/float_types.hpp"
#include "nn/lp_norm.hpp"
#include "nn/pooling.hpp"

namespace quern::ops {
namespace {

void compute(ComputeContext& ctx) {
  const int64_t p = nn::read_p(ctx.node());
  nn::with_float_type(ctx.input(0).type, [&]<class T>() {
    nn::reduce_planes<T>(ctx, [p](const T* x, int64_t count) {
      T sum = 0;
      for (int64_t i = 0; i < count; ++i) sum += nn::power(x[i], p);
      return nn::root(sum, p);
    });
  });
}

}  // namespace

QUERN_OPERATOR("", "GlobalLpPool", nn::infer_global_pool, nn::half_as_float<compute>);

}  // namespace quern::ops
