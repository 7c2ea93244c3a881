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

// One block [size, inner] of the input; columns are independent.
template <class T>
struct SoftmaxBlock {
  using C = Compute<T>;
  std::vector<C> largest;   // per column: its largest element
  std::vector<C> powers;    // per element: exp(x - largest)
  std::vector<double> sum;  // per column: the sum of its powers, added up from first to last

  explicit SoftmaxBlock(const AxisView& view)
      : largest(size_t(view.inner)), powers(size_t(view.size * view.inner)), sum(size_t(view.inner)) {}

  void compute(const T* x, const AxisView& view) {
    const auto inner = size_t(view.inner), size = size_t(view.size);
    for (size_t i = 0; i < inner; ++i) largest[i] = C(x[i]);
    for (size_t k = 1; k < size; ++k)
      for (size_t i = 0; i < inner; ++i) largest[i] = std::max(largest[i], C(x[k * inner + i]));
    std::fill(sum.begin(), sum.end(), 0.0);
    for (size_t k = 0; k < size; ++k)
      for (size_t i = 0; i < inner; ++i) {
        const C power = std::exp(C(x[k * inner + i]) - largest[i]);
        powers[k * inner + i] = power;
        sum[i] += double(power);
      }
  }
};

// Sets y = f(x, block, column, position in the block) for every element.
template <class T, class F>
void for_each_block_element(const T* x, T* y, const AxisView& view, F&& f) {
  SoftmaxBlock<T> block(view);
  for (int64_t o = 0; o < view.outer; ++o) {
    block.compute(x, view);
    for (int64_t k = 0; k < view.size; ++k)
      for (size_t i = 0; i < size_t(view.inner); ++i) *y++ = f(*x++, block, i, size_t(k * view.inner) + i);
  }
}

}  // namespace quern::ops
