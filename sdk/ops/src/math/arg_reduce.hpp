// What ArgMax and ArgMin share: the position of the best element along one axis.
#pragma once

#include "support/axes.hpp"
#include "support/infer.hpp"

namespace quern::ops {

inline void infer_arg_reduce(InferContext& c) {
  require_type(c, 0, NumericTypes{});
  c.output_unknown(0, DataType::Int64);
  Shape shape = c.shape(0);
  const size_t axis = normalize_axis(c.node().get_int("axis", 0), shape.size());
  if (shape[axis] == 0) throw InputError("axis " + std::to_string(axis) + " is empty");
  if (c.node().get_int("keepdims", 1) != 0) {
    shape[axis] = 1;
  } else {
    shape.erase(shape.begin() + std::ptrdiff_t(axis));
  }
  set_output(c, 0, DataType::Int64, shape);
}

// Better()(a, b) says whether a is strictly better than b. NaN is better than any number.
template <class Better>
void compute_arg_reduce(ComputeContext& c) {
  const Tensor& x = c.input(0);
  Tensor& y = make_output(c, infer_arg_reduce);
  if (y.count() == 0) return;
  const AxisView view = view_axis(x.dims, normalize_axis(c.node().get_int("axis", 0), x.dims.size()));
  const bool last = c.node().get_int("select_last_index", 0) != 0;
  int64_t* out = y.mutable_data<int64_t>();
  dispatch(NumericTypes{}, x.type, [&]<class T>() {
    const T* data = x.data<T>();
    for (int64_t o = 0; o < view.outer; ++o)
      for (int64_t i = 0; i < view.inner; ++i) {
        const T* column = data + o * view.size * view.inner + i;
        int64_t best = 0;
        for (int64_t k = 1; k < view.size; ++k) {
          const auto candidate = Compute<T>(column[k * view.inner]),
                     champion = Compute<T>(column[best * view.inner]);
          const bool candidate_nan = candidate != candidate, champion_nan = champion != champion;
          const bool wins = candidate_nan != champion_nan ? candidate_nan : Better{}(candidate, champion);
          const bool ties = candidate == champion || (candidate_nan && champion_nan);
          if (wins || (last && ties)) best = k;
        }
        *out++ = best;
      }
  });
}

}  // namespace quern::ops
