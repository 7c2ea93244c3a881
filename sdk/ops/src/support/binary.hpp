// Kernels of operators that combine two broadcast inputs element by element.
#pragma once

#include "support/broadcast.hpp"
#include "support/infer.hpp"

namespace quern::ops {

// Two inputs of one type in Set; the output has their broadcast shape and the same type.
template <class Set>
void infer_binary(InferContext& c) {
  const DataType type = common_type(c);
  require_type(c, 0, Set{});
  c.output_unknown(0, type);
  set_output(c, 0, type, broadcast_shapes(c.shape(0), c.shape(1)));
}

// The same with a boolean output.
template <class Set>
void infer_comparison(InferContext& c) {
  (void)common_type(c);
  require_type(c, 0, Set{});
  c.output_unknown(0, DataType::Bool);
  set_output(c, 0, DataType::Bool, broadcast_shapes(c.shape(0), c.shape(1)));
}

// y = f(a, b) with broadcasting; inputs of element type A and B, output of element type R.
template <class A, class B, class R, class F>
void map_pairs(const Tensor& a, const Tensor& b, Tensor& y, const F& f) {
  const BroadcastLoop<2> loop(y.dims, {&a.dims, &b.dims});
  const A* pa = a.data<A>();
  const B* pb = b.data<B>();
  R* py = y.mutable_data<R>();
  const auto apply = [&](const A& u, const B& v) { return R(f(Compute<A>(u), Compute<B>(v))); };
  loop.for_each_row([&](int64_t at, const std::array<int64_t, 2>& from, int64_t n) {
    const A* u = pa + from[0];
    const B* v = pb + from[1];
    R* out = py + at;
    if (loop.repeats(0)) {
      const A scalar = *u;
      for (int64_t i = 0; i < n; ++i) out[i] = apply(scalar, v[i]);
    } else if (loop.repeats(1)) {
      const B scalar = *v;
      for (int64_t i = 0; i < n; ++i) out[i] = apply(u[i], scalar);
    } else {
      for (int64_t i = 0; i < n; ++i) out[i] = apply(u[i], v[i]);
    }
  });
}

// The kernel of y = F()(a, b), all of one type in Set.
template <class F, class Set>
void compute_binary(ComputeContext& c) {
  Tensor& y = make_output(c, infer_binary<Set>);
  dispatch(Set{}, y.type, [&]<class T>() { map_pairs<T, T, T>(c.input(0), c.input(1), y, F{}); });
}

// The kernel of a predicate F()(a, b) over two inputs of one type in Set.
template <class F, class Set>
void compute_comparison(ComputeContext& c) {
  Tensor& y = make_output(c, infer_comparison<Set>);
  dispatch(Set{}, c.input(0).type, [&]<class T>() { map_pairs<T, T, bool>(c.input(0), c.input(1), y, F{}); });
}

}  // namespace quern::ops
