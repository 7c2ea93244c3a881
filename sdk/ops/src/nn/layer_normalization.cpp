#include "nn/normalisation.hpp"
#include "support/broadcast.hpp"

namespace quern::ops {
namespace {

// The statistics have the shape of X with the normalised axes reduced to 1.
Shape statistics_shape(const Node& node, const Shape& x) {
  Shape shape = x;
  for (size_t i = normalize_axis(node.get_int("axis", -1), x.size()); i < x.size(); ++i) shape[i] = 1;
  return shape;
}

// Outputs: Y, Mean and InvStdDev (both optional, float32).
void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(0));
  for (size_t i : {1, 2}) ctx.output_unknown(i, DataType::Float);
  ctx.output(0, ctx.type(0), ctx.shape(0));
  for (size_t i : {1, 2}) ctx.output(i, DataType::Float, statistics_shape(ctx.node(), ctx.shape(0)));
}

// Scale or bias, repeated to the normalised axes.
template <class T>
std::vector<T> expand(const Tensor& parameter, const Shape& normalised) {
  if (broadcast_shapes(normalised, parameter.dims) != normalised)
    throw InputError("a parameter of shape " + to_string(parameter.dims) +
                     " does not fit the normalised axes " + to_string(normalised));
  std::vector<T> values(size_t(element_count(normalised)));
  const BroadcastLoop<1> loop(normalised, {&parameter.dims});
  const bool repeats = loop.repeats(0);
  loop.for_each_row([&](int64_t output, const std::array<int64_t, 1>& offsets, int64_t length) {
    const T* source = parameter.data<T>() + offsets[0];
    for (int64_t i = 0; i < length; ++i) values[size_t(output + i)] = source[repeats ? 0 : i];
  });
  return values;
}

void compute(ComputeContext& ctx) {
  const Tensor& x = ctx.input(0);
  const size_t axis = normalize_axis(ctx.node().get_int("axis", -1), x.dims.size());
  const Shape normalised(x.dims.begin() + int64_t(axis), x.dims.end());
  const Shape statistics = statistics_shape(ctx.node(), x.dims);
  const int64_t rows = element_count(statistics), row = element_count(normalised);
  Tensor& y = nn::zeroed_output(ctx, 0, x.type, x.dims);
  Tensor means(DataType::Float, statistics), inverses(DataType::Float, statistics);
  nn::with_float_type(x.type, [&]<class T>() {
    const double epsilon = double(ctx.node().get_float("epsilon", 1e-5f));
    const std::vector<T> scale = expand<T>(ctx.input(1), normalised);
    const std::vector<T> bias =
        ctx.has_input(2) ? expand<T>(ctx.input(2), normalised) : std::vector<T>(size_t(row), 0);
    const T* source = x.data<T>();
    T* target = y.mutable_data<T>();
    for (int64_t r = 0; r < rows && row > 0; ++r, source += row, target += row) {
      const nn::Moments m = nn::moments(source, row);
      const T mean = T(m.mean), inverse = T(1 / std::sqrt(m.variance + epsilon));
      for (int64_t i = 0; i < row; ++i)
        target[i] = (source[i] - mean) * inverse * scale[size_t(i)] + bias[size_t(i)];
      means.mutable_data<float>()[r] = float(mean);
      inverses.mutable_data<float>()[r] = float(inverse);
    }
  });
  ctx.output(1, std::move(means));
  ctx.output(2, std::move(inverses));
}

}  // namespace

QUERN_OPERATOR("", "LayerNormalization", infer, nn::half_as_float<compute>);

}  // namespace quern::ops
