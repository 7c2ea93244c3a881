#include "quant/integer_types.hpp"

namespace quern::ops {
namespace {

// Inputs: X [N, C, ...], S int8 [C]. y = x >= 0 ? x : sat(round(x * s[c], rshift))
void compute(ComputeContext& ctx) {
  const Tensor &x = ctx.input(0), &slopes = ctx.input(1);
  if (x.dims.size() < 2) throw InputError("X must have at least 2 axes, its shape is " + to_string(x.dims));
  const int64_t channels = x.dims[1], inner = view_axis(x.dims, 1).inner;
  nn::require_shape(slopes.dims, {channels}, "S");
  const int shift = quant::read_shift(ctx.node());
  Tensor& y = nn::zeroed_output(ctx, 0, x.type, x.dims);
  quant::with_byte_type(x.type, [&]<class T>() {
    for (int64_t i = 0; i < x.count(); ++i) {
      const T value = x.data<T>()[i];
      const int32_t slope = slopes.data<int8_t>()[i / inner % channels];
      y.mutable_data<T>()[i] = value >= 0 ? value : saturate<T>(round_shift(value * slope, shift));
    }
  });
}

}  // namespace

QUERN_OPERATOR("quern", "QPRelu", quant::infer_same, compute);

}  // namespace quern::ops
