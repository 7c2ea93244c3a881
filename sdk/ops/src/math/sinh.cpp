// Sinh: the hyperbolic sine.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Sinh {
  template <class T>
  T operator()(T x) const {
    return std::sinh(x);
  }
};

}  // namespace

QUERN_OPERATOR("", "Sinh", infer_unary<FloatTypes>, (compute_unary<Sinh, FloatTypes>));

}  // namespace quern::ops
