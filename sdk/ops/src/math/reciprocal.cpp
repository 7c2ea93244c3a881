// Reciprocal: 1/x.
#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Reciprocal {
  template <class T>
  T operator()(T x) const {
    return T(1) / x;
  }
};

}  // namespace

QUERN_OPERATOR("", "Reciprocal", infer_unary<FloatTypes>, (compute_unary<Reciprocal, FloatTypes>));

}  // namespace quern::ops
