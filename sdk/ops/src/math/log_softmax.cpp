// LogSoftmax: the logarithm of Softmax, computed as x - log(sum(exp(x))) along an axis.
#include "math/softmax.hpp"

namespace quern::ops {
namespace {

struct LogSoftmax {
  template <class T>
  void operator()(const T* input, T* output, const AxisView& view) const {
    using C = Compute<T>;
    for_each_block_element(
        input, output, view, [](T element, const auto& block, size_t column, size_t /*position*/) {
          return T(C(double(C(element) - block.largest[column]) - std::log(block.sum[column])));
        });
  }
};

}  // namespace

QUERN_OPERATOR("", "LogSoftmax", infer_softmax, compute_softmax<LogSoftmax>);

}  // namespace quern::ops
