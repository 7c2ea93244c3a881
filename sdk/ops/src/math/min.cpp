// Min: the smallest of all inputs, element by element; NaN wins.
#include "support/variadic.hpp"

namespace quern::ops {
namespace {

struct Min {
  template <class T>
  T operator()(T a, T b) const {
    return b < a || b != b ? b : a;
  }
};

}  // namespace

QUERN_OPERATOR("", "Min", infer_variadic<NumericTypes>, (compute_variadic<Min, NumericTypes>));

}  // namespace quern::ops
