// Cosh: the hyperbolic cosine.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Cosh {
  template <class T>
  T operator()(T x) const {
    return std::cosh(x);
  }
};

}  // namespace

QUERN_OPERATOR("", "Cosh", infer_unary<FloatTypes>, (compute_unary<Cosh, FloatTypes>));

}  // namespace quern::ops
