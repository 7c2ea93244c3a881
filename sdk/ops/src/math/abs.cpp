// Abs: |x|; the smallest integer of a signed type stays as it is.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Abs {
  template <class T>
  T operator()(T x) const {
    if constexpr (std::is_floating_point_v<T>) {
      return std::fabs(x);
    } else if constexpr (std::is_signed_v<T>) {
      return x < 0 ? T(Wrapping<T>(0) - Wrapping<T>(x)) : x;
    } else {
      return x;
    }
  }
};

}  // namespace

QUERN_OPERATOR("", "Abs", infer_unary<NumericTypes>, (compute_unary<Abs, NumericTypes>));

}  // namespace quern::ops
