#include "nn/float_types.hpp"
#include "nn/pooling.hpp"

namespace quern::ops {
namespace {

void compute(ComputeContext& ctx) {
  nn::with_float_type(ctx.input(0).type, [&]<class T>() {
    nn::reduce_planes<T>(ctx, [](const T* x, int64_t count) {
      T sum = 0;
      for (int64_t i = 0; i < count; ++i) sum += x[i];
      return sum / T(count);
    });
  });
}

}  // namespace

QUERN_OPERATOR("", "GlobalAveragePool", nn::infer_global_pool, nn::half_as_float<compute>);

}  // namespace quern::ops
