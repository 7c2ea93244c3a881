// Div: a / b; integers round towards zero.
#include "support/binary.hpp"

namespace quern::ops {
namespace {

struct Div {
  template <class T>
  T operator()(T a, T b) const {
    if constexpr (std::is_integral_v<T>) {
      if (b == 0) throw InputError("an integer is divided by zero");
      if constexpr (std::is_signed_v<T>) {
        if (b == -1) return T(Wrapping<T>(0) - Wrapping<T>(a));  // the smallest integer has no negative
      }
      return T(a / b);
    } else {
      return a / b;
    }
  }
};

}  // namespace

QUERN_OPERATOR("", "Div", infer_binary<NumericTypes>, (compute_binary<Div, NumericTypes>));

}  // namespace quern::ops
