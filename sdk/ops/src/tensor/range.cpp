// Range: start, start + delta, start + 2 delta, ... up to, not including, limit.
#include <cmath>

#include "support/infer.hpp"

namespace quern::ops {
namespace {

using Set = Types<float, double, int16_t, int32_t, int64_t>;

template <class T>
int64_t steps(T start, T limit, T delta) {
  if (delta == 0) throw InputError("delta is 0");
  if constexpr (std::is_floating_point_v<T>) {
    const double count = std::ceil((double(limit) - double(start)) / double(delta));
    if (!(count <= double(kMaxElements))) throw InputError("this range has more than 2^31 elements");
    return count > 0 ? int64_t(count) : 0;
  } else {
    if (delta > 0 ? start >= limit : start <= limit) return 0;
    // Unsigned: the distance may exceed the signed range.
    const uint64_t distance =
        delta > 0 ? uint64_t(limit) - uint64_t(start) : uint64_t(start) - uint64_t(limit);
    const uint64_t stride = delta > 0 ? uint64_t(delta) : 0 - uint64_t(delta);
    const uint64_t count = 1 + (distance - 1) / stride;
    if (count > uint64_t(kMaxElements)) throw InputError("this range has more than 2^31 elements");
    return int64_t(count);
  }
}

void infer_range(InferContext& c) {
  const DataType type = common_type(c);
  require_type(c, 0, Set{});
  c.output(0, type, Shape{kUnknownDim});
  for (size_t i = 0; i < 3; ++i)
    if (c.constant(i).count() != 1) throw InputError("start, limit and delta must be one value each");
  dispatch(Set{}, type, [&]<class T>() {
    const int64_t count = steps(*c.constant(0).data<T>(), *c.constant(1).data<T>(), *c.constant(2).data<T>());
    set_output(c, 0, type, {count});
  });
}

void compute_range(ComputeContext& c) {
  Tensor& y = make_output(c, infer_range);
  dispatch(Set{}, y.type, [&]<class T>() {
    const T start = *c.input(0).data<T>(), delta = *c.input(2).data<T>();
    T* out = y.mutable_data<T>();
    for (int64_t i = 0; i < y.count(); ++i) {
      if constexpr (std::is_floating_point_v<T>)
        out[i] = start + T(i) * delta;
      else
        out[i] = T(uint64_t(start) + uint64_t(i) * uint64_t(delta));
    }
  });
}

}  // namespace

QUERN_OPERATOR("", "Range", infer_range, compute_range);

}  // namespace quern::ops
