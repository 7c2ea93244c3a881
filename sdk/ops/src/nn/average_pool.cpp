#include <algorithm>

#include "nn/float_types.hpp"
#include "nn/pooling.hpp"

namespace quern::ops {
namespace {

void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(0));
  ctx.output(0, ctx.type(0), nn::resolve_pooling(ctx.node(), ctx.shape(0)).output);
}

// The cells a mean divides by: those inside the input or, with padding counted, inside input and padding.
int64_t divisor(const Window& v, const nn::Taps& taps, bool count_include_pad) {
  int64_t count = 1;
  for (size_t axis = 0; axis < 3; ++axis) {
    const IndexRange padded =
        indices_inside(v.kernel[axis], v.dilations[axis], taps.origin[axis] + v.pads_begin[axis],
                       v.pads_begin[axis] + v.input[axis] + v.pads_end[axis]);
    count *= count_include_pad ? padded.size() : taps.range[axis].size();
  }
  return std::max<int64_t>(1, count);
}

void compute(ComputeContext& ctx) {
  const Tensor& x = ctx.input(0);
  const nn::Pooling p = nn::resolve_pooling(ctx.node(), x.dims);
  const bool count_include_pad = ctx.node().get_int("count_include_pad", 0) != 0;
  Tensor& y = nn::zeroed_output(ctx, 0, x.type, p.output);
  nn::with_float_type(x.type, [&]<class T>() {
    const Window v = p.window.as_3d();
    const int64_t x_plane = element_count(v.input), y_plane = element_count(v.output);
    for (int64_t plane = 0; plane < p.planes; ++plane) {
      const T* source = x.data<T>() + plane * x_plane;
      T* target = y.mutable_data<T>() + plane * y_plane;
      nn::for_each_output(v, [&](int64_t output, const nn::Taps& taps) {
        T sum = 0;
        nn::for_each_tap(v, taps, [&](int64_t input) { sum += source[input]; });
        target[output] = sum / T(divisor(v, taps, count_include_pad));
      });
    }
  });
}

}  // namespace

QUERN_OPERATOR("", "AveragePool", infer, nn::half_as_float<compute>);

}  // namespace quern::ops
