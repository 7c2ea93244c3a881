// Elu: x where x >= 0, alpha * (exp(x) - 1) below.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Elu {
  float alpha;

  explicit Elu(const Node& node) : alpha(node.get_float("alpha", 1.0f)) {}

  template <class T>
  T operator()(T x) const {
    return x < T(0) ? T(alpha) * std::expm1(x) : x;
  }
};

}  // namespace

QUERN_OPERATOR("", "Elu", infer_unary<FloatTypes>, (compute_unary_with_attributes<Elu, FloatTypes>));

}  // namespace quern::ops
