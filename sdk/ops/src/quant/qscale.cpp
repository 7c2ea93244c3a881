#include "quant/integer_types.hpp"

namespace quern::ops {
namespace {

// Inputs: X [N, C, ...], S int8 [C], B int16 [C] (holds the rounding constant).
// t = sat16(x * s[c] + b[c]); y = sat(t >> rshifts[c]), which rounds down.
void compute(ComputeContext& ctx) {
  const Tensor &x = ctx.input(0), &scale = ctx.input(1), &bias = ctx.input(2);
  if (x.dims.size() < 2) throw InputError("X must have at least 2 axes, its shape is " + to_string(x.dims));
  const int64_t channels = x.dims[1], inner = view_axis(x.dims, 1).inner;
  nn::require_shape(scale.dims, {channels}, "S");
  nn::require_shape(bias.dims, {channels}, "B");
  const auto shifts = ctx.node().require<std::vector<int64_t>>("rshifts");
  nn::require(int64_t(shifts.size()) == channels, "rshifts must have one entry per channel");
  std::vector<int64_t> results(size_t(x.count()));
  const std::vector<int32_t> values = quant::widen(x);
  for (size_t i = 0; i < values.size(); ++i) {
    const int64_t c = int64_t(i) / inner % channels;
    const int32_t t = saturate16(values[i] * scale.data<int8_t>()[c] + bias.data<int16_t>()[c]);
    results[i] = t >> quant::checked_shift(shifts[size_t(c)]);
  }
  quant::requantise(ctx, results, 0, quant::output_type(ctx.node()), x.dims);
}

}  // namespace

QUERN_OPERATOR("quern", "QScale", quant::infer_requantised, compute);

}  // namespace quern::ops
