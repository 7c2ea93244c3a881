// Hardmax: 1 at the first largest element along an axis, 0 elsewhere.
#include "math/softmax.hpp"

namespace quern::ops {
namespace {

struct Hardmax {
  template <class T>
  void operator()(const T* x, T* y, const AxisView& view) const {
    using C = Compute<T>;
    std::fill_n(y, view.outer * view.size * view.inner, T(C(0)));
    for (int64_t o = 0; o < view.outer; ++o)
      for (int64_t i = 0; i < view.inner; ++i) {
        const int64_t first = o * view.size * view.inner + i;
        int64_t best = first;
        for (int64_t k = 1; k < view.size; ++k)
          if (C(x[first + k * view.inner]) > C(x[best])) best = first + k * view.inner;
        y[best] = T(C(1));
      }
  }
};

}  // namespace

QUERN_OPERATOR("", "Hardmax", infer_softmax, compute_softmax<Hardmax>);

}  // namespace quern::ops
