// Celu: max(0, x) + min(0, alpha * (exp(x/alpha) - 1)).
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Celu {
  float alpha;

  explicit Celu(const Node& node) : alpha(node.get_float("alpha", 1.0f)) {}

  template <class T>
  T operator()(T x) const {
    return x < T(0) ? T(alpha) * std::expm1(x / T(alpha)) : x;
  }
};

}  // namespace

QUERN_OPERATOR("", "Celu", infer_unary<FloatTypes>, (compute_unary_with_attributes<Celu, FloatTypes>));

}  // namespace quern::ops
