#include <algorithm>

#include "nn/affine_quantisation.hpp"

namespace quern::ops {
namespace {

// Outputs: y uint8, y_scale float32, y_zero_point uint8.
void infer(InferContext& ctx) {
  ctx.output_unknown(0, DataType::Uint8);
  ctx.output(1, DataType::Float, Shape{});
  ctx.output(2, DataType::Uint8, Shape{});
  ctx.output(0, DataType::Uint8, ctx.shape(0));
}

void compute(ComputeContext& ctx) {
  const Tensor& x = ctx.input(0);
  float low = 0, high = 0;  // the range always contains 0
  for (const float v : x.values<float>()) {
    low = std::min(low, v);
    high = std::max(high, v);
  }
  const float scale = high > low ? (high - low) / 255.0f : 1.0f;
  const auto zero = nn::requantise<uint8_t>(-low / scale, 0);
  Tensor& y = nn::zeroed_output(ctx, 0, DataType::Uint8, x.dims);
  auto* target = y.mutable_data<uint8_t>();
  for (const float v : x.values<float>()) *target++ = nn::requantise<uint8_t>(v / scale, zero);
  ctx.output(1, Tensor::scalar(scale));
  ctx.output(2, Tensor::scalar(zero));
}

}  // namespace

QUERN_OPERATOR("", "DynamicQuantizeLinear", infer, compute);

}  // namespace quern::ops
