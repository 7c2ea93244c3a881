// IsNaN: which elements are not a number.
#include <cmath>

#include "support/infer.hpp"

namespace quern::ops {
namespace {

void infer_is_nan(InferContext& c) {
  require_type(c, 0, FloatTypes{});
  c.output_unknown(0, DataType::Bool);
  set_output(c, 0, DataType::Bool, c.shape(0));
}

void compute_is_nan(ComputeContext& c) {
  Tensor& y = make_output(c, infer_is_nan);
  bool* out = y.mutable_data<bool>();
  dispatch(FloatTypes{}, c.input(0).type, [&]<class T>() {
    for (const T& x : c.input(0).values<T>()) *out++ = std::isnan(Compute<T>(x));
  });
}

}  // namespace

QUERN_OPERATOR("", "IsNaN", infer_is_nan, compute_is_nan);

}  // namespace quern::ops
