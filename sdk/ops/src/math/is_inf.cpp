// IsInf: which elements are infinite; detect_positive and detect_negative choose the signs that count.
#include <cmath>

#include "support/infer.hpp"

namespace quern::ops {
namespace {

void infer_is_inf(InferContext& c) {
  require_type(c, 0, FloatTypes{});
  c.output_unknown(0, DataType::Bool);
  set_output(c, 0, DataType::Bool, c.shape(0));
}

void compute_is_inf(ComputeContext& c) {
  Tensor& y = make_output(c, infer_is_inf);
  const bool positive = c.node().get_int("detect_positive", 1) != 0;
  const bool negative = c.node().get_int("detect_negative", 1) != 0;
  bool* out = y.mutable_data<bool>();
  dispatch(FloatTypes{}, c.input(0).type, [&]<class T>() {
    for (const T& element : c.input(0).values<T>()) {
      const auto x = Compute<T>(element);
      *out++ = std::isinf(x) && (x > 0 ? positive : negative);
    }
  });
}

}  // namespace

QUERN_OPERATOR("", "IsInf", infer_is_inf, compute_is_inf);

}  // namespace quern::ops
