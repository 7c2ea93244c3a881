// quern.Silu: x * sigmoid(x).
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Silu {
  template <class T>
  T operator()(T x) const {
    return x / (T(1) + std::exp(-x));
  }
};

}  // namespace

QUERN_OPERATOR(kQuernDomain, "Silu", infer_unary<FloatTypes>, (compute_unary<Silu, FloatTypes>));

}  // namespace quern::ops
