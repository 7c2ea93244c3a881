// Kernels of operators that map each element by itself.
#pragma once

#include "support/infer.hpp"

namespace quern::ops {

// y[i] = f(x[i]) in the arithmetic type of T. `f` may be called with more than one type.
template <class T, class F>
void map_elements(const Tensor& x, Tensor& y, const F& f) {
  const T* in = x.data<T>();
  T* out = y.mutable_data<T>();
  const int64_t n = x.count();
  for (int64_t i = 0; i < n; ++i) out[i] = T(f(Compute<T>(in[i])));
}

// The kernel of an operator y = F()(x) for the element types in Set.
template <class F, class Set>
void compute_unary(ComputeContext& c) {
  const Tensor& x = c.input(0);
  Tensor& y = make_output(c, infer_unary<Set>);
  dispatch(Set{}, x.type, [&]<class T>() { map_elements<T>(x, y, F{}); });
}

// The same for an operator whose F is made from the node (its attributes).
template <class F, class Set>
void compute_unary_with_attributes(ComputeContext& c) {
  const Tensor& x = c.input(0);
  Tensor& y = make_output(c, infer_unary<Set>);
  const F f(c.node());
  dispatch(Set{}, x.type, [&]<class T>() { map_elements<T>(x, y, f); });
}

}  // namespace quern::ops
