#include "nn/normalisation.hpp"
#include "support/broadcast.hpp"

namespace quern::ops {
namespace {

// Y = (X - mean) / (standard deviation + 1e-9) over `axes`.
void compute(ComputeContext& ctx) {
  const Tensor& x = ctx.input(0);
  Shape statistics = x.dims;
  for (const size_t axis : normalize_axes(ctx.node().get_ints("axes", {0, 2, 3}), x.dims.size()))
    statistics[axis] = 1;
  const int64_t groups = element_count(statistics), count = groups ? x.count() / groups : 0;
  Tensor& y = nn::zeroed_output(ctx, 0, x.type, x.dims);
  const BroadcastLoop<1> loop(x.dims, {&statistics});
  const bool repeats = loop.repeats(0);
  nn::with_float_type(x.type, [&]<class T>() {
    // Calls f(index, group) for every element.
    const auto for_each = [&](auto&& f) {
      loop.for_each_row([&](int64_t offset, const std::array<int64_t, 1>& group, int64_t length) {
        for (int64_t i = 0; i < length; ++i) f(offset + i, size_t(group[0] + (repeats ? 0 : i)));
      });
    };
    std::vector<double> means(size_t(groups), 0), deviations(size_t(groups), 0);
    for_each([&](int64_t i, size_t g) { means[g] += double(x.data<T>()[i]) / double(count); });
    for_each([&](int64_t i, size_t g) {
      const double distance = double(x.data<T>()[i]) - means[g];
      deviations[g] += distance * distance / double(count);
    });
    for (double& d : deviations) d = std::sqrt(d) + 1e-9;
    for_each([&](int64_t i, size_t g) {
      y.mutable_data<T>()[i] = T((double(x.data<T>()[i]) - means[g]) / deviations[g]);
    });
  });
}

}  // namespace

QUERN_OPERATOR("", "MeanVarianceNormalization", nn::infer_same<1>, nn::half_as_float<compute>);

}  // namespace quern::ops
