// Mean: the mean of all inputs, element by element.
#include "support/unary.hpp"
#include "support/variadic.hpp"

namespace quern::ops {
namespace {

struct Plus {
  template <class T>
  T operator()(T a, T b) const {
    return a + b;
  }
};

void compute_mean(ComputeContext& c) {
  compute_variadic<Plus, FloatTypes>(c);
  Tensor& y = c.outputs()[0];
  const auto count = int64_t(c.input_count());
  dispatch(FloatTypes{}, y.type,
           [&]<class T>() { map_elements<T>(y, y, [&](auto sum) { return sum / decltype(sum)(count); }); });
}

}  // namespace

QUERN_OPERATOR("", "Mean", infer_variadic<FloatTypes>, compute_mean);

}  // namespace quern::ops
