// HardSigmoid: clamp(alpha * x + beta, 0, 1).
#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct HardSigmoid {
  float alpha, beta;

  explicit HardSigmoid(const Node& node)
      : alpha(node.get_float("alpha", 0.2f)), beta(node.get_float("beta", 0.5f)) {}

  template <class T>
  T operator()(T x) const {
    return std::min(std::max(T(alpha) * x + T(beta), T(0)), T(1));
  }
};

}  // namespace

QUERN_OPERATOR("", "HardSigmoid", infer_unary<FloatTypes>,
               (compute_unary_with_attributes<HardSigmoid, FloatTypes>));

}  // namespace quern::ops
