// Sign: -1, 0 or 1; NaN stays NaN.
#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Sign {
  template <class T>
  T operator()(T x) const {
    if (x > T(0)) return T(1);
    if constexpr (std::is_signed_v<T>) {
      if (x < T(0)) return T(-1);
    }
    return x == T(0) ? T(0) : x;
  }
};

}  // namespace

QUERN_OPERATOR("", "Sign", infer_unary<NumericTypes>, (compute_unary<Sign, NumericTypes>));

}  // namespace quern::ops
