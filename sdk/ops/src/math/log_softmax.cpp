// LogSoftmax: the logarithm of Softmax, computed as x - log(sum(exp(x))) along an axis.
#include "math/softmax.hpp"

namespace quern::ops {
namespace {

struct LogSoftmax {
  template <class T>
  void operator()(const T* input, T* output, const AxisView& view) const {
    using C = Compute<T>;
    for_each_block(input, output, view, [&](const T* x, T* y, const auto& largest, const auto& sum) {
      for (int64_t k = 0; k < view.size; ++k)
        for (int64_t i = 0; i < view.inner; ++i) {
          const int64_t at = k * view.inner + i;
          y[at] = T(C(double(C(x[at]) - largest[size_t(i)]) - std::log(sum[size_t(i)])));
        }
    });
  }
};

}  // namespace

QUERN_OPERATOR("", "LogSoftmax", infer_softmax, compute_softmax<LogSoftmax>);

}  // namespace quern::ops
