#include "nn/affine_quantisation.hpp"
#include "nn/float_types.hpp"
#include "support/broadcast.hpp"

namespace quern::ops {
namespace {

// Inputs: x, x_scale (scalar or along `axis`), x_zero_point (optional, 0 without it).
void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(1));
  ctx.output(0, ctx.type(1), ctx.shape(0));
}

void compute(ComputeContext& ctx) {
  const Tensor &x = ctx.input(0), &scale = ctx.input(1);
  const Tensor* zero = ctx.optional_input(2);
  if (x.type == DataType::Int64 || x.type == DataType::Uint64 || x.type == DataType::Uint32)
    throw InputError(std::string("a quantised tensor cannot have element type ") + name_of(x.type));
  if (zero) nn::require(zero->count() == scale.count(), "x_scale and x_zero_point must have the same shape");
  Shape shape;
  if (scale.count() != 1) {
    const size_t axis = normalize_axis(ctx.node().get_int("axis", 1), x.dims.size());
    shape = nn::parameter_shape(scale, axis, x.dims.size(), x.dims[axis]);
  }
  const std::vector<int64_t> values = x.to_int64();
  const std::vector<float> scales = scale.to_float();
  const std::vector<int64_t> zeros = zero ? zero->to_int64() : std::vector<int64_t>(scales.size(), 0);
  Tensor& y = nn::zeroed_output(ctx, 0, scale.type, x.dims);
  nn::with_float_type(y.type, [&]<class T>() {
    const BroadcastLoop<1> loop(x.dims, {&shape});
    const bool repeats = loop.repeats(0);
    loop.for_each_row([&](int64_t output, const std::array<int64_t, 1>& offsets, int64_t length) {
      for (int64_t i = 0; i < length; ++i) {
        const auto p = size_t(offsets[0] + (repeats ? 0 : i));
        y.mutable_data<T>()[output + i] = T(values[size_t(output + i)] - zeros[p]) * T(scales[p]);
      }
    });
  });
}

}  // namespace

QUERN_OPERATOR("", "DequantizeLinear", infer, nn::half_as_float<compute>);

}  // namespace quern::ops
