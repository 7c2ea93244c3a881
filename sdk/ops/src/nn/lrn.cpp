#include <algorithm>

#include "nn/normalisation.hpp"

namespace quern::ops {
namespace {

// y = x / (bias + alpha / size * sum of squares over `size` neighbouring channels)^beta
void compute(ComputeContext& ctx) {
  const Tensor& x = ctx.input(0);
  if (x.dims.size() < 2)
    throw InputError("the input must have at least 2 axes, its shape is " + to_string(x.dims));
  const auto size = ctx.node().require<int64_t>("size");
  if (size < 1 || size > kMaxElements)
    throw InputError("size is " + std::to_string(size) + ", which is out of range");
  const AxisView view = view_axis(x.dims, 1);
  const int64_t before = (size - 1) / 2, after = size - 1 - before;
  Tensor& y = nn::zeroed_output(ctx, 0, x.type, x.dims);
  nn::with_float_type(x.type, [&]<class T>() {
    const T alpha = T(ctx.node().get_float("alpha", 1e-4f)), beta = T(ctx.node().get_float("beta", 0.75f));
    const T bias = T(ctx.node().get_float("bias", 1.0f));
    std::vector<T> sums(size_t(view.inner));
    for (int64_t n = 0; n < view.outer; ++n)
      for (int64_t c = 0; c < view.size; ++c) {
        std::fill(sums.begin(), sums.end(), T(0));
        const int64_t last = std::min(c + after, view.size - 1);
        for (int64_t k = std::max<int64_t>(0, c - before); k <= last; ++k) {
          const T* plane = x.data<T>() + (n * view.size + k) * view.inner;
          for (int64_t i = 0; i < view.inner; ++i) sums[size_t(i)] += plane[i] * plane[i];
        }
        const int64_t start = (n * view.size + c) * view.inner;
        for (int64_t i = 0; i < view.inner; ++i)
          y.mutable_data<T>()[start + i] =
              x.data<T>()[start + i] / std::pow(bias + alpha / T(size) * sums[size_t(i)], beta);
      }
  });
}

}  // namespace

QUERN_OPERATOR("", "LRN", nn::infer_same<2>, nn::half_as_float<compute>);

}  // namespace quern::ops
