#include <algorithm>

#include "nn/float_types.hpp"
#include "nn/pooling.hpp"

namespace quern::ops {
namespace {

void compute(ComputeContext& ctx) {
  nn::with_float_type(ctx.input(0).type, [&]<class T>() {
    nn::reduce_planes<T>(ctx, [](const T* x, int64_t count) { return *std::max_element(x, x + count); });
  });
}

}  // namespace

QUERN_OPERATOR("", "GlobalMaxPool", nn::infer_global_pool, nn::half_as_float<compute>);

}  // namespace quern::ops
