// Max: the largest of all inputs, element by element; NaN wins.
#include "support/variadic.hpp"

namespace quern::ops {
namespace {

struct Max {
  template <class T>
  T operator()(T a, T b) const {
    return b > a || b != b ? b : a;
  }
};

}  // namespace

QUERN_OPERATOR("", "Max", infer_variadic<NumericTypes>, (compute_variadic<Max, NumericTypes>));

}  // namespace quern::ops
