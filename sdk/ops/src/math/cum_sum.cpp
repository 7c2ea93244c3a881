// CumSum: running sums along an axis, which is input 1; "exclusive" leaves the element itself out, "reverse"
// runs from the end.
#include "support/axes.hpp"
#include "support/infer.hpp"

namespace quern::ops {
namespace {

using Set = Types<float, double, Half, BFloat16, int32_t, int64_t, uint32_t, uint64_t>;

void infer_cum_sum(InferContext& c) {
  infer_unary<Set>(c);
  if (c.input(1).constant) (void)normalize_axis(constant_int(c, 1), c.shape(0).size());
}

template <class T>
void sum_along(const T* x, T* y, const AxisView& view, bool exclusive, bool reverse) {
  using A = Accumulator<T>;
  std::vector<A> sums(size_t(view.inner));
  for (int64_t o = 0; o < view.outer; ++o) {
    std::fill(sums.begin(), sums.end(), A(0));
    for (int64_t k = 0; k < view.size; ++k) {
      const int64_t row = (o * view.size + (reverse ? view.size - 1 - k : k)) * view.inner;
      for (int64_t i = 0; i < view.inner; ++i) {
        const A before = sums[size_t(i)];
        const auto element = A(Compute<T>(x[row + i]));
        if constexpr (std::is_integral_v<A>) {
          sums[size_t(i)] = A(uint64_t(before) + uint64_t(element));
        } else {
          sums[size_t(i)] = before + element;
        }
        y[row + i] = T(Compute<T>(exclusive ? before : sums[size_t(i)]));
      }
    }
  }
}

void compute_cum_sum(ComputeContext& c) {
  const Tensor& x = c.input(0);
  Tensor& y = make_output(c, infer_cum_sum);
  if (x.count() == 0) return;
  const std::vector<int64_t> axes = c.input(1).to_int64();
  const AxisView view = view_axis(x.dims, normalize_axis(axes.at(0), x.dims.size()));
  const bool exclusive = c.node().get_int("exclusive", 0) != 0;
  const bool reverse = c.node().get_int("reverse", 0) != 0;
  dispatch(Set{}, x.type,
           [&]<class T>() { sum_along(x.data<T>(), y.mutable_data<T>(), view, exclusive, reverse); });
}

}  // namespace

QUERN_OPERATOR("", "CumSum", infer_cum_sum, compute_cum_sum);

}  // namespace quern::ops
