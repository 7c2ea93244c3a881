// Cos: the cosine of an angle in radians.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Cos {
  template <class T>
  T operator()(T x) const {
    return std::cos(x);
  }
};

}  // namespace

QUERN_OPERATOR("", "Cos", infer_unary<FloatTypes>, (compute_unary<Cos, FloatTypes>));

}  // namespace quern::ops
