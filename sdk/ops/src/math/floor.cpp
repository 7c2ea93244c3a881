// Floor: the largest integer not above x.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Floor {
  template <class T>
  T operator()(T x) const {
    return std::floor(x);
  }
};

}  // namespace

QUERN_OPERATOR("", "Floor", infer_unary<FloatTypes>, (compute_unary<Floor, FloatTypes>));

}  // namespace quern::ops
