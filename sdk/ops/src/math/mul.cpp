// Mul: a * b; integers wrap around.
#include "support/binary.hpp"

namespace quern::ops {
namespace {

struct Mul {
  template <class T>
  T operator()(T a, T b) const {
    if constexpr (std::is_integral_v<T>) {
      return T(Wrapping<T>(a) * Wrapping<T>(b));
    } else {
      return a * b;
    }
  }
};

}  // namespace

QUERN_OPERATOR("", "Mul", infer_binary<NumericTypes>, (compute_binary<Mul, NumericTypes>));

}  // namespace quern::ops
