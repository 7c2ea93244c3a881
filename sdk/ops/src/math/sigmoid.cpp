// Sigmoid: 1 / (1 + exp(-x)).
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Sigmoid {
  template <class T>
  T operator()(T x) const {
    return T(1) / (T(1) + std::exp(-x));
  }
};

}  // namespace

QUERN_OPERATOR("", "Sigmoid", infer_unary<FloatTypes>, (compute_unary<Sigmoid, FloatTypes>));

}  // namespace quern::ops
