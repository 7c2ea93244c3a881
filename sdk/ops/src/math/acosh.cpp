// Acosh: the inverse hyperbolic cosine.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Acosh {
  template <class T>
  T operator()(T x) const {
    return std::acosh(x);
  }
};

}  // namespace

QUERN_OPERATOR("", "Acosh", infer_unary<FloatTypes>, (compute_unary<Acosh, FloatTypes>));

}  // namespace quern::ops
