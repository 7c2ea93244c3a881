// Tan: the tangent of an angle in radians.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Tan {
  template <class T>
  T operator()(T x) const {
    return std::tan(x);
  }
};

}  // namespace

QUERN_OPERATOR("", "Tan", infer_unary<FloatTypes>, (compute_unary<Tan, FloatTypes>));

}  // namespace quern::ops
