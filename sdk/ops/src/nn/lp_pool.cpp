#include "nn/float_types.hpp"
#include "nn/lp_norm.hpp"
#include "nn/pooling.hpp"

namespace quern::ops {
namespace {

void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(0));
  ctx.output(0, ctx.type(0), nn::resolve_pooling(ctx.node(), ctx.shape(0)).output);
}

void compute(ComputeContext& ctx) {
  const Tensor& x = ctx.input(0);
  const nn::Pooling pooling = nn::resolve_pooling(ctx.node(), x.dims);
  const int64_t p = nn::read_p(ctx.node());
  Tensor& y = nn::zeroed_output(ctx, 0, x.type, pooling.output);
  nn::with_float_type(x.type, [&]<class T>() {
    const Window v = pooling.window.as_3d();
    const int64_t x_plane = element_count(v.input), y_plane = element_count(v.output);
    for (int64_t plane = 0; plane < pooling.planes; ++plane) {
      const T* source = x.data<T>() + plane * x_plane;
      T* target = y.mutable_data<T>() + plane * y_plane;
      nn::for_each_output(v, [&](int64_t output, const nn::Taps& taps) {
        T sum = 0;
        nn::for_each_tap(v, taps, [&](int64_t input) { sum += nn::power(source[input], p); });
        target[output] = nn::root(sum, p);
      });
    }
  });
}

}  // namespace

QUERN_OPERATOR("", "LpPool", infer, nn::half_as_float<compute>);

}  // namespace quern::ops
