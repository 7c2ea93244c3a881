#include "quant/integer_types.hpp"
#include "support/broadcast.hpp"

namespace quern::ops {
namespace {

void infer(InferContext& ctx) {
  ctx.output_unknown(0, quant::output_type(ctx.node()));
  ctx.output(0, quant::output_type(ctx.node()), broadcast_shapes(ctx.shape(0), ctx.shape(1)));
}

// y = sat(round(a * b * multiplier, rshift))
void compute(ComputeContext& ctx) {
  const Shape &a_shape = ctx.input(0).dims, &b_shape = ctx.input(1).dims;
  const Shape shape = broadcast_shapes(a_shape, b_shape);
  check_size(shape);
  const std::vector<int32_t> a = quant::widen(ctx.input(0)), b = quant::widen(ctx.input(1));
  const int32_t multiplier = quant::read_multiplier(ctx.node(), 1);
  std::vector<int64_t> products(size_t(element_count(shape)));
  const BroadcastLoop<2> loop(shape, {&a_shape, &b_shape});
  const bool a_repeats = loop.repeats(0), b_repeats = loop.repeats(1);
  loop.for_each_row([&](int64_t output, const std::array<int64_t, 2>& offsets, int64_t length) {
    for (int64_t i = 0; i < length; ++i)
      products[size_t(output + i)] = int64_t(a[size_t(offsets[0] + (a_repeats ? 0 : i))]) *
                                     b[size_t(offsets[1] + (b_repeats ? 0 : i))] * multiplier;
  });
  quant::requantise(ctx, products, quant::read_shift(ctx.node()), quant::output_type(ctx.node()), shape);
}

}  // namespace

QUERN_OPERATOR("quern", "QMul", infer, compute);

}  // namespace quern::ops
