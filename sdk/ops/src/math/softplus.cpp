// Softplus: log(1 + exp(x)), without overflow for large x.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Softplus {
  template <class T>
  T operator()(T x) const {
    return std::max(x, T(0)) + std::log1p(std::exp(-std::fabs(x)));
  }
};

}  // namespace

QUERN_OPERATOR("", "Softplus", infer_unary<FloatTypes>, (compute_unary<Softplus, FloatTypes>));

}  // namespace quern::ops
