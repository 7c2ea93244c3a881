// Sin: the sine of an angle in radians.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Sin {
  template <class T>
  T operator()(T x) const {
    return std::sin(x);
  }
};

}  // namespace

QUERN_OPERATOR("", "Sin", infer_unary<FloatTypes>, (compute_unary<Sin, FloatTypes>));

}  // namespace quern::ops
