// Atan: the inverse tangent.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Atan {
  template <class T>
  T operator()(T x) const {
    return std::atan(x);
  }
};

}  // namespace

QUERN_OPERATOR("", "Atan", infer_unary<FloatTypes>, (compute_unary<Atan, FloatTypes>));

}  // namespace quern::ops
