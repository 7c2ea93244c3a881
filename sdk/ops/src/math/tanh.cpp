// Tanh: the hyperbolic tangent.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Tanh {
  template <class T>
  T operator()(T x) const {
    return std::tanh(x);
  }
};

}  // namespace

QUERN_OPERATOR("", "Tanh", infer_unary<FloatTypes>, (compute_unary<Tanh, FloatTypes>));

}  // namespace quern::ops
