// Shrink: x + bias below -lambd, x - bias above lambd, 0 between.
#include "support/cast.hpp"
#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Shrink {
  float bias, lambd;

  explicit Shrink(const Node& node)
      : bias(node.get_float("bias", 0.0f)), lambd(node.get_float("lambd", 0.5f)) {}

  template <class T>
  T operator()(T x) const {
    const double value = double(x);
    if (value < -double(lambd)) return convert<T>(value + double(bias));
    if (value > double(lambd)) return convert<T>(value - double(bias));
    return T(0);
  }
};

}  // namespace

QUERN_OPERATOR("", "Shrink", infer_unary<NumericTypes>,
               (compute_unary_with_attributes<Shrink, NumericTypes>));

}  // namespace quern::ops
