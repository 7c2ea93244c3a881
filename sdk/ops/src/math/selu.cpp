// Selu: gamma * x where x > 0, gamma * alpha * (exp(x) - 1) elsewhere.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Selu {
  float alpha, gamma;

  explicit Selu(const Node& node)
      : alpha(node.get_float("alpha", 1.67326319217681884765625f)),
        gamma(node.get_float("gamma", 1.05070102214813232421875f)) {}

  template <class T>
  T operator()(T x) const {
    return T(gamma) * (x > T(0) ? x : T(alpha) * std::expm1(x));
  }
};

}  // namespace

QUERN_OPERATOR("", "Selu", infer_unary<FloatTypes>, (compute_unary_with_attributes<Selu, FloatTypes>));

}  // namespace quern::ops
