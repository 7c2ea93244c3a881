#include "quant/integer_types.hpp"

namespace quern::ops {
namespace {

// y = x >= 0 ? x : sat(round(x * multiplier, rshift))
void compute(ComputeContext& ctx) {
  const Tensor& x = ctx.input(0);
  const int32_t multiplier = quant::read_multiplier(ctx.node(), 1);
  const int shift = quant::read_shift(ctx.node());
  Tensor& y = nn::zeroed_output(ctx, 0, x.type, x.dims);
  quant::with_byte_type(x.type, [&]<class T>() {
    T* target = y.mutable_data<T>();
    for (const T value : x.values<T>())
      *target++ = value >= 0 ? value : saturate<T>(round_shift(value * multiplier, shift));
  });
}

}  // namespace

QUERN_OPERATOR("quern", "QLeakyRelu", quant::infer_same, compute);

}  // namespace quern::ops
