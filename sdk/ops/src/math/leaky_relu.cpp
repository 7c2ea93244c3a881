// LeakyRelu: x where x >= 0, alpha * x below.
#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct LeakyRelu {
  float alpha;

  explicit LeakyRelu(const Node& node) : alpha(node.get_float("alpha", 0.01f)) {}

  template <class T>
  T operator()(T x) const {
    return x < T(0) ? T(alpha) * x : x;
  }
};

}  // namespace

QUERN_OPERATOR("", "LeakyRelu", infer_unary<FloatTypes>,
               (compute_unary_with_attributes<LeakyRelu, FloatTypes>));

}  // namespace quern::ops
