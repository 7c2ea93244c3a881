#include "quant/integer_types.hpp"

namespace quern::ops::quant {

std::vector<int32_t> widen(const Tensor& tensor) {
  return with_byte_type(tensor.type, [&]<class T>() {
    const std::span<const T> values = tensor.values<T>();
    return std::vector<int32_t>(values.begin(), values.end());
  });
}

int checked_shift(int64_t value) {
  if (value < 0 || value > kMaxShift)
    throw InputError("a shift of " + std::to_string(value) + " is outside of 0 to 31");
  return int(value);
}

int read_shift(const Node& node) { return checked_shift(node.get_int("rshift", 0)); }

int32_t checked_multiplier(int64_t value) {
  if (value < -255 || value > 255)
    throw InputError("a multiplier of " + std::to_string(value) + " is outside of -255 to 255");
  return int32_t(value);
}

int32_t read_multiplier(const Node& node, int64_t fallback) {
  return checked_multiplier(node.get_int("multiplier", fallback));
}

DataType output_type(const Node& node) {
  return node.get_int("relu", 0) != 0 ? DataType::Uint8 : DataType::Int8;
}

void infer_requantised(InferContext& ctx) {
  ctx.output_unknown(0, output_type(ctx.node()));
  ctx.output(0, output_type(ctx.node()), ctx.shape(0));
}

void infer_same(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(0));
  ctx.output(0, ctx.type(0), ctx.shape(0));
}

void requantise(ComputeContext& ctx, const std::vector<int64_t>& sums, int shift, DataType type,
                const Shape& shape) {
  Tensor& y = nn::zeroed_output(ctx, 0, type, shape);
  with_byte_type(type, [&]<class T>() {
    // The cast is the accumulator's width: sums wrap at 32 bits.
    for (size_t i = 0; i < sums.size(); ++i)
      y.mutable_data<T>()[i] = saturate<T>(round_shift(int32_t(sums[i]), shift));
  });
}

}  // namespace quern::ops::quant
