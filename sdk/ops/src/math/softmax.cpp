// Softmax: exp(x) divided by its sum along an axis.
#include "math/softmax.hpp"

namespace quern::ops {
namespace {

struct Softmax {
  template <class T>
  void operator()(const T* input, T* output, const AxisView& view) const {
    using C = Compute<T>;
    for_each_block_element(input, output, view,
                           [](T /*element*/, const auto& block, size_t column, size_t position) {
                             return T(C(double(block.powers[position]) / block.sum[column]));
                           });
  }
};

}  // namespace

QUERN_OPERATOR("", "Softmax", infer_softmax, compute_softmax<Softmax>);

}  // namespace quern::ops
