// Softmax: exp(x) divided by its sum along an axis.
#include "math/softmax.hpp"

namespace quern::ops {
namespace {

struct Softmax {
  template <class T>
  void operator()(const T* input, T* output, const AxisView& view) const {
    using C = Compute<T>;
    for_each_block(input, output, view, [&](const T* x, T* y, const auto& largest, const auto& sum) {
      for (int64_t k = 0; k < view.size; ++k)
        for (int64_t i = 0; i < view.inner; ++i) {
          const int64_t at = k * view.inner + i;
          y[at] = T(C(double(std::exp(C(x[at]) - largest[size_t(i)])) / sum[size_t(i)]));
        }
    });
  }
};

}  // namespace

QUERN_OPERATOR("", "Softmax", infer_softmax, compute_softmax<Softmax>);

}  // namespace quern::ops
