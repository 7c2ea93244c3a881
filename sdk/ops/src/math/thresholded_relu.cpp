// ThresholdedRelu: x where x > alpha, 0 elsewhere.
#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct ThresholdedRelu {
  float alpha;

  explicit ThresholdedRelu(const Node& node) : alpha(node.get_float("alpha", 1.0f)) {}

  template <class T>
  T operator()(T x) const {
    return x > T(alpha) ? x : T(0);
  }
};

}  // namespace

QUERN_OPERATOR("", "ThresholdedRelu", infer_unary<FloatTypes>,
               (compute_unary_with_attributes<ThresholdedRelu, FloatTypes>));

}  // namespace quern::ops
