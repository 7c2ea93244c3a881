// Sum: the sum of all inputs, element by element.
#include "support/variadic.hpp"

namespace quern::ops {
namespace {

struct Plus {
  template <class T>
  T operator()(T a, T b) const {
    return a + b;
  }
};

}  // namespace

QUERN_OPERATOR("", "Sum", infer_variadic<FloatTypes>, (compute_variadic<Plus, FloatTypes>));

}  // namespace quern::ops
