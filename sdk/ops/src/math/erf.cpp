// Erf: the error function 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Erf {
  template <class T>
  T operator()(T x) const {
    return std::erf(x);
  }
};

}  // namespace

QUERN_OPERATOR("", "Erf", infer_unary<FloatTypes>, (compute_unary<Erf, FloatTypes>));

}  // namespace quern::ops
