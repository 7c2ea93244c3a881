// Round: the nearest integer, halves to even.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Round {
  template <class T>
  T operator()(T x) const {
    return std::nearbyint(x);  // in the default rounding mode
  }
};

}  // namespace

QUERN_OPERATOR("", "Round", infer_unary<FloatTypes>, (compute_unary<Round, FloatTypes>));

}  // namespace quern::ops
