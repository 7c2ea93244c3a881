// What Softmax, LogSoftmax and Hardmax share: one axis, all others independent.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "support/axes.hpp"
#include "support/infer.hpp"

namespace quern::ops {

inline void infer_softmax(InferContext& c) {
  infer_unary<FloatTypes>(c);
  (void)normalize_axis(c.node().get_int("axis", -1), c.shape(0).size());
}

// Calls F()(x, y, view) with the data of input 0 and output 0 seen from the node's axis.
template <class F>
void compute_softmax(ComputeContext& c) {
  const Tensor& x = c.input(0);
  Tensor& y = make_output(c, infer_softmax);
  if (x.count() == 0) return;
  const AxisView view = view_axis(x.dims, normalize_axis(c.node().get_int("axis", -1), x.dims.size()));
  dispatch(FloatTypes{}, x.type, [&]<class T>() { F{}(x.data<T>(), y.mutable_data<T>(), view); });
}

// Calls f(x, y, largest, sum) for each block [size, inner] of the view, where largest[i] is the largest
// element of column i and sum[i] is the sum of exp(x - largest[i]) over it, added up from first to last.
template <class T, class F>
void for_each_block(const T* x, T* y, const AxisView& view, F&& f) {
  using C = Compute<T>;
  std::vector<C> largest(size_t(view.inner));
  std::vector<double> sum(size_t(view.inner));
  for (int64_t o = 0; o < view.outer; ++o, x += view.size * view.inner, y += view.size * view.inner) {
    for (int64_t i = 0; i < view.inner; ++i) largest[size_t(i)] = C(x[i]);
    for (int64_t k = 1; k < view.size; ++k)
      for (int64_t i = 0; i < view.inner; ++i)
        largest[size_t(i)] = std::max(largest[size_t(i)], C(x[k * view.inner + i]));
    std::fill(sum.begin(), sum.end(), 0.0);
    for (int64_t k = 0; k < view.size; ++k)
      for (int64_t i = 0; i < view.inner; ++i)
        sum[size_t(i)] += double(std::exp(C(x[k * view.inner + i]) - largest[size_t(i)]));
    f(x, y, largest, sum);
  }
}

}  // namespace quern::ops
