#include "nn/pooling.hpp"
#include "quant/integer_types.hpp"

namespace quern::ops {
namespace {

void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(0));
  ctx.output(0, ctx.type(0), nn::resolve_pooling(ctx.node(), ctx.shape(0)).output);
}

// y = sat(round(sum of x * multiplier, rshift)); padding counts as 0.
void compute(ComputeContext& ctx) {
  const nn::Pooling p = nn::resolve_pooling(ctx.node(), ctx.input(0).dims);
  const int32_t multiplier = quant::read_multiplier(ctx.node(), 1);
  check_size(p.output);
  const std::vector<int32_t> x = quant::widen(ctx.input(0));
  const Window v = p.window.as_3d();
  const int64_t x_plane = element_count(v.input), y_plane = element_count(v.output);
  std::vector<int64_t> sums(size_t(element_count(p.output)), 0);
  for (int64_t plane = 0; plane < p.planes; ++plane)
    nn::for_each_output(v, [&](int64_t output, const nn::Taps& taps) {
      int64_t sum = 0;
      nn::for_each_tap(v, taps, [&](int64_t input) { sum += x[size_t(plane * x_plane + input)]; });
      sums[size_t(plane * y_plane + output)] = sum * multiplier;
    });
  quant::requantise(ctx, sums, quant::read_shift(ctx.node()), ctx.input(0).type, p.output);
}

}  // namespace

QUERN_OPERATOR("quern", "QAveragePool", infer, compute);

}  // namespace quern::ops
