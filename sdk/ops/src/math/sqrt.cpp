// Sqrt: the square root; NaN below zero.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Sqrt {
  template <class T>
  T operator()(T x) const {
    return std::sqrt(x);
  }
};

}  // namespace

QUERN_OPERATOR("", "Sqrt", infer_unary<FloatTypes>, (compute_unary<Sqrt, FloatTypes>));

}  // namespace quern::ops
