#include "quant/integer_types.hpp"

namespace quern::ops {
namespace {

// y = sat(round(x * multiplier, rshift))
void compute(ComputeContext& ctx) {
  const std::vector<int32_t> x = quant::widen(ctx.input(0));
  const int32_t multiplier = quant::read_multiplier(ctx.node(), 1);
  std::vector<int64_t> products(x.begin(), x.end());
  for (int64_t& value : products) value *= multiplier;
  quant::requantise(ctx, products, quant::read_shift(ctx.node()), quant::output_type(ctx.node()),
                    ctx.input(0).dims);
}

}  // namespace

QUERN_OPERATOR("quern", "QRescale", quant::infer_requantised, compute);

}  // namespace quern::ops
