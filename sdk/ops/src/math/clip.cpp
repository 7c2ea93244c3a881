// Clip: min(max(x, low), high); both bounds are optional inputs. A low above high gives high everywhere.
#include <algorithm>
#include <limits>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

void check_bound(const InferContext& c, size_t i) {
  if (c.has_input(i) && c.input(i).shape && is_static(*c.input(i).shape) &&
      element_count(*c.input(i).shape) != 1)
    throw InputError("a bound must be one value, its shape is " + to_string(*c.input(i).shape));
}

void infer_clip(InferContext& c) {
  (void)common_type(c);
  check_bound(c, 1);
  check_bound(c, 2);
  infer_unary<NumericTypes>(c);
}

void compute_clip(ComputeContext& c) {
  Tensor& y = make_output(c, infer_clip);
  dispatch(NumericTypes{}, y.type, [&]<class T>() {
    using C = Compute<T>;
    using Limits = std::numeric_limits<C>;
    const Tensor *min = c.optional_input(1), *max = c.optional_input(2);
    const C low = min ? C(*min->data<T>()) : Limits::has_infinity ? -Limits::infinity() : Limits::lowest();
    const C high = max ? C(*max->data<T>()) : Limits::has_infinity ? Limits::infinity() : Limits::max();
    map_elements<T>(c.input(0), y, [&](C x) { return std::min(std::max(x, low), high); });
  });
}

}  // namespace

QUERN_OPERATOR("", "Clip", infer_clip, compute_clip);

}  // namespace quern::ops
