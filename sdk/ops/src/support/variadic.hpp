// Kernels of operators that fold any number of broadcast inputs into one (Max, Min, Sum, Mean).
#pragma once

#include "support/binary.hpp"

namespace quern::ops {

template <class Set>
void infer_variadic(InferContext& c) {
  if (c.input_count() == 0) throw InputError("at least one input is needed");
  const DataType type = common_type(c);
  require_type(c, 0, Set{});
  c.output_unknown(0, type);
  Shape shape = c.shape(0);
  for (size_t i = 1; i < c.input_count(); ++i) shape = broadcast_shapes(shape, c.shape(i));
  set_output(c, 0, type, shape);
}

// y = F(...F(F(x0, x1), x2)..., xn), from left to right.
template <class F, class Set>
void compute_variadic(ComputeContext& c) {
  Tensor& y = make_output(c, infer_variadic<Set>);
  dispatch(Set{}, y.type, [&]<class T>() {
    if (c.input_count() == 1) {
      std::copy_n(c.input(0).data<T>(), y.count(), y.mutable_data<T>());
      return;
    }
    map_pairs<T, T, T>(c.input(0), c.input(1), y, F{});
    for (size_t i = 2; i < c.input_count(); ++i) map_pairs<T, T, T>(y, c.input(i), y, F{});
  });
}

}  // namespace quern::ops
