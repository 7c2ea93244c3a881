#include <limits>

#include "nn/float_types.hpp"
#include "nn/pooling.hpp"

namespace quern::ops {
namespace {

// Output 0: the maxima. Output 1 (optional): for each the index of its cell in the whole input tensor.
void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(0));
  ctx.output_unknown(1, DataType::Int64);
  const nn::Pooling p = nn::resolve_pooling(ctx.node(), ctx.shape(0));
  ctx.output(0, ctx.type(0), p.output);
  ctx.output(1, DataType::Int64, p.output);
}

// The index within a plane when the first spatial axis runs fastest (storage_order = 1).
int64_t column_major(const Window& v, int64_t index) {
  const int64_t w = index % v.input[2], h = index / v.input[2] % v.input[1],
                d = index / v.input[2] / v.input[1];
  return d + v.input[0] * (h + v.input[1] * w);
}

template <class T>
void pool(const nn::Pooling& p, const T* x, T* y, int64_t* indices, bool is_column_major) {
  using Limits = std::numeric_limits<T>;
  constexpr T lowest = Limits::has_infinity ? -Limits::infinity() : Limits::lowest();
  const Window v = p.window.as_3d();
  const int64_t x_plane = element_count(v.input), y_plane = element_count(v.output);
  for (int64_t plane = 0; plane < p.planes; ++plane, x += x_plane, y += y_plane)
    nn::for_each_output(v, [&](int64_t output, const nn::Taps& taps) {
      T best = lowest;
      int64_t where = -1;  // stays where a window lies in the padding altogether
      nn::for_each_tap(v, taps, [&](int64_t input) {
        if (where >= 0 && !(x[input] > best)) return;
        best = x[input];
        where = input;
      });
      y[output] = best;
      if (!indices) return;
      const int64_t offset = is_column_major && where >= 0 ? column_major(v, where) : where;
      indices[plane * y_plane + output] = where < 0 ? -1 : plane * x_plane + offset;
    });
}

void compute(ComputeContext& ctx) {
  const Tensor& x = ctx.input(0);
  const nn::Pooling p = nn::resolve_pooling(ctx.node(), x.dims);
  const bool is_column_major = ctx.node().get_int("storage_order", 0) == 1;
  Tensor& y = nn::zeroed_output(ctx, 0, x.type, p.output);
  int64_t* indices = ctx.wants_output(1)
                         ? nn::zeroed_output(ctx, 1, DataType::Int64, p.output).mutable_data<int64_t>()
                         : nullptr;
  const auto run = [&]<class T>() { pool(p, x.data<T>(), y.mutable_data<T>(), indices, is_column_major); };
  switch (x.type) {
    case DataType::Int8:
      return run.template operator()<int8_t>();
    case DataType::Uint8:
      return run.template operator()<uint8_t>();
    default:
      return nn::with_float_type(x.type, run);
  }
}

}  // namespace

QUERN_OPERATOR("", "MaxPool", infer, nn::half_as_float<compute>);

}  // namespace quern::ops
