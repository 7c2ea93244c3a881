#include "quant/integer_types.hpp"

namespace quern::ops {
namespace {

void infer(InferContext& ctx) {
  ctx.output_unknown(0, DataType::Float);
  ctx.output(0, DataType::Float, ctx.shape(0));
}

// y = x * scale
void compute(ComputeContext& ctx) {
  const std::vector<int32_t> x = quant::widen(ctx.input(0));
  const auto scale = ctx.node().require<float>("scale");
  Tensor& y = nn::zeroed_output(ctx, 0, DataType::Float, ctx.input(0).dims);
  for (size_t i = 0; i < x.size(); ++i) y.mutable_data<float>()[i] = float(x[i]) * scale;
}

}  // namespace

QUERN_OPERATOR("quern", "Dequantize", infer, compute);

}  // namespace quern::ops
