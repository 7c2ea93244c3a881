// Neg: -x; the smallest integer of a signed type stays as it is.
#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Neg {
  template <class T>
  T operator()(T x) const {
    if constexpr (std::is_integral_v<T>) {
      return T(Wrapping<T>(0) - Wrapping<T>(x));
    } else {
      return -x;
    }
  }
};

}  // namespace

QUERN_OPERATOR("", "Neg", infer_unary<SignedTypes>, (compute_unary<Neg, SignedTypes>));

}  // namespace quern::ops
