// Softsign: x / (1 + |x|).
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Softsign {
  template <class T>
  T operator()(T x) const {
    return x / (T(1) + std::fabs(x));
  }
};

}  // namespace

QUERN_OPERATOR("", "Softsign", infer_unary<FloatTypes>, (compute_unary<Softsign, FloatTypes>));

}  // namespace quern::ops
