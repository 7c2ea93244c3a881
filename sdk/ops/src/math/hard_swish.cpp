// HardSwish: x * clamp(x/6 + 1/2, 0, 1).
#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct HardSwish {
  template <class T>
  T operator()(T x) const {
    const T gate = x * (T(1) / T(6)) + T(0.5);
    return x * std::min(std::max(gate, T(0)), T(1));
  }
};

}  // namespace

QUERN_OPERATOR("", "HardSwish", infer_unary<FloatTypes>, (compute_unary<HardSwish, FloatTypes>));

}  // namespace quern::ops
