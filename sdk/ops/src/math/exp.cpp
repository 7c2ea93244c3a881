// Exp: e to the power of x.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Exp {
  template <class T>
  T operator()(T x) const {
    return std::exp(x);
  }
};

}  // namespace

QUERN_OPERATOR("", "Exp", infer_unary<FloatTypes>, (compute_unary<Exp, FloatTypes>));

}  // namespace quern::ops
