// Acos: the inverse cosine.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Acos {
  template <class T>
  T operator()(T x) const {
    return std::acos(x);
  }
};

}  // namespace

QUERN_OPERATOR("", "Acos", infer_unary<FloatTypes>, (compute_unary<Acos, FloatTypes>));

}  // namespace quern::ops
