// quern.Gelu: x times the normal distribution's probability of a value below x.
#include <cmath>
#include <numbers>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Gelu {
  bool tanh_form;

  explicit Gelu(const Node& node) {
    const std::string form = node.get_string("approximate", "none");
    if (form != "none" && form != "tanh")
      throw InputError("approximate is \"" + form + "\"; it must be \"none\" or \"tanh\"");
    tanh_form = form == "tanh";
  }

  template <class T>
  T operator()(T x) const {
    constexpr T half = T(0.5);
    if (!tanh_form) return half * x * (T(1) + std::erf(x * T(1 / std::numbers::sqrt2)));
    const T slope = T(std::numbers::sqrt2 * std::numbers::inv_sqrtpi);  // sqrt(2/pi)
    return half * x * (T(1) + std::tanh(slope * (x + T(0.044715) * x * x * x)));
  }
};

void infer_gelu(InferContext& c) {
  (void)Gelu(c.node());
  infer_unary<FloatTypes>(c);
}

}  // namespace

QUERN_OPERATOR(kQuernDomain, "Gelu", infer_gelu, (compute_unary_with_attributes<Gelu, FloatTypes>));

}  // namespace quern::ops
