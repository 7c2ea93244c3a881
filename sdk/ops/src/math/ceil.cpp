// Ceil: the smallest integer not below x.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Ceil {
  template <class T>
  T operator()(T x) const {
    return std::ceil(x);
  }
};

}  // namespace

QUERN_OPERATOR("", "Ceil", infer_unary<FloatTypes>, (compute_unary<Ceil, FloatTypes>));

}  // namespace quern::ops
