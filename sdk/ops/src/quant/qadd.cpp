#include "quant/integer_types.hpp"
#include "support/broadcast.hpp"

namespace quern::ops {
namespace {

void infer(InferContext& ctx) {
  ctx.output_unknown(0, quant::output_type(ctx.node()));
  Shape shape = ctx.shape(0);
  for (size_t i = 1; i < ctx.input_count(); ++i) shape = broadcast_shapes(shape, ctx.shape(i));
  ctx.output(0, quant::output_type(ctx.node()), shape);
}

// For each input in turn: acc = sat16(acc + round(x * multiplier, rshift)). Then y = sat(acc).
void compute(ComputeContext& ctx) {
  const auto multipliers = ctx.node().require<std::vector<int64_t>>("multipliers");
  const auto shifts = ctx.node().require<std::vector<int64_t>>("rshifts");
  nn::require(multipliers.size() == ctx.input_count() && shifts.size() == ctx.input_count(),
              "multipliers and rshifts must have one entry per input");
  Shape shape = ctx.input(0).dims;
  for (size_t i = 1; i < ctx.input_count(); ++i) shape = broadcast_shapes(shape, ctx.input(i).dims);
  check_size(shape);
  std::vector<int64_t> sums(size_t(element_count(shape)), 0);
  for (size_t n = 0; n < ctx.input_count(); ++n) {
    const std::vector<int32_t> x = quant::widen(ctx.input(n));
    const int32_t multiplier = quant::checked_multiplier(multipliers[n]);
    const int shift = quant::checked_shift(shifts[n]);
    const BroadcastLoop<1> loop(shape, {&ctx.input(n).dims});
    const bool repeats = loop.repeats(0);
    loop.for_each_row([&](int64_t output, const std::array<int64_t, 1>& offsets, int64_t length) {
      for (int64_t i = 0; i < length; ++i) {
        const int32_t value = x[size_t(offsets[0] + (repeats ? 0 : i))];
        int64_t& acc = sums[size_t(output + i)];
        acc = saturate16(acc + round_shift(value * multiplier, shift));
      }
    });
  }
  quant::requantise(ctx, sums, 0, quant::output_type(ctx.node()), shape);
}

}  // namespace

QUERN_OPERATOR("quern", "QAdd", infer, compute);

}  // namespace quern::ops
