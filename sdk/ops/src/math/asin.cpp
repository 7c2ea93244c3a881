// Asin: the inverse sine.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Asin {
  template <class T>
  T operator()(T x) const {
    return std::asin(x);
  }
};

}  // namespace

QUERN_OPERATOR("", "Asin", infer_unary<FloatTypes>, (compute_unary<Asin, FloatTypes>));

}  // namespace quern::ops
