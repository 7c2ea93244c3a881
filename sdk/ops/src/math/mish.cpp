// quern.Mish: x * tanh(softplus(x)).
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Mish {
  template <class T>
  T operator()(T x) const {
    const T softplus = std::max(x, T(0)) + std::log1p(std::exp(-std::fabs(x)));
    return x * std::tanh(softplus);
  }
};

}  // namespace

QUERN_OPERATOR(kQuernDomain, "Mish", infer_unary<FloatTypes>, (compute_unary<Mish, FloatTypes>));

}  // namespace quern::ops
