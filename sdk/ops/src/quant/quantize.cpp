#include "quant/integer_types.hpp"

namespace quern::ops {
namespace {

DataType output_type(const Node& node) {
  return node.get_int("signed", 1) != 0 ? DataType::Int8 : DataType::Uint8;
}

void infer(InferContext& ctx) {
  ctx.output_unknown(0, output_type(ctx.node()));
  ctx.output(0, output_type(ctx.node()), ctx.shape(0));
}

void compute(ComputeContext& ctx) {
  const Tensor& x = ctx.input(0);
  const auto inverse_scale = ctx.node().require<float>("inverse_scale");
  Tensor& y = nn::zeroed_output(ctx, 0, output_type(ctx.node()), x.dims);
  quant::with_byte_type(y.type, [&]<class T>() {
    T* target = y.mutable_data<T>();
    for (const float value : x.values<float>()) *target++ = quantise_float<T>(value, inverse_scale);
  });
}

}  // namespace

QUERN_OPERATOR("quern", "Quantize", infer, compute);

}  // namespace quern::ops
