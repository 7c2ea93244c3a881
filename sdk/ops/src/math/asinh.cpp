// Asinh: the inverse hyperbolic sine.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Asinh {
  template <class T>
  T operator()(T x) const {
    return std::asinh(x);
  }
};

}  // namespace

QUERN_OPERATOR("", "Asinh", infer_unary<FloatTypes>, (compute_unary<Asinh, FloatTypes>));

}  // namespace quern::ops
