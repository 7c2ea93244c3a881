// Atanh: the inverse hyperbolic tangent.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Atanh {
  template <class T>
  T operator()(T x) const {
    return std::atanh(x);
  }
};

}  // namespace

QUERN_OPERATOR("", "Atanh", infer_unary<FloatTypes>, (compute_unary<Atanh, FloatTypes>));

}  // namespace quern::ops
