// What the scatter operators do with an element that is written more than once.
#pragma once

#include <string>

#include "support/indices.hpp"
#include "support/strided.hpp"

namespace quern::ops {

enum class ScatterReduction { None, Add, Mul, Min, Max };

inline ScatterReduction scatter_reduction(const Node& node) {
  const std::string name = node.get_string("reduction", "none");
  if (name == "none") return ScatterReduction::None;
  if (name == "add") return ScatterReduction::Add;
  if (name == "mul") return ScatterReduction::Mul;
  if (name == "min") return ScatterReduction::Min;
  if (name == "max") return ScatterReduction::Max;
  throw InputError("reduction is \"" + name + "\"; it must be none, add, mul, min or max");
}

namespace detail {

// The element that stands where `old` and `update` meet.
template <ScatterReduction R, class T>
T reduce_pair(T old, T update) {
  if constexpr (R == ScatterReduction::Min) {
    return update < old ? update : old;
  } else if constexpr (R == ScatterReduction::Max) {
    return update > old ? update : old;
  } else if constexpr (std::is_integral_v<T>) {
    const Wrapping<T> a(old), b(update);
    return T(R == ScatterReduction::Add ? a + b : a * b);
  } else {
    return R == ScatterReduction::Add ? old + update : old * update;
  }
}

template <ScatterReduction R, class Walk>
void scatter_reduced(Tensor& y, const Tensor& updates, Walk&& walk) {
  dispatch(NumericTypes{}, y.type, [&]<class T>() {
    T* to = y.mutable_data<T>();
    const T* from = updates.data<T>();
    walk([&](int64_t t, int64_t f) {
      to[t] = T(Compute<T>(reduce_pair<R>(Compute<T>(to[t]), Compute<T>(from[f]))));
    });
  });
}

}  // namespace detail

// Calls walk(write), which calls write(position in y, position in updates) for each update, in order.
template <class Walk>
void scatter(Tensor& y, const Tensor& updates, ScatterReduction reduction, Walk&& walk) {
  switch (reduction) {
    case ScatterReduction::None:
      return with_carrier(y.type, [&]<class E>() {
        E* to = mutable_elements<E>(y);
        const E* from = elements<E>(updates);
        walk([&](int64_t t, int64_t f) { to[t] = from[f]; });
      });
    case ScatterReduction::Add:
      return detail::scatter_reduced<ScatterReduction::Add>(y, updates, walk);
    case ScatterReduction::Mul:
      return detail::scatter_reduced<ScatterReduction::Mul>(y, updates, walk);
    case ScatterReduction::Min:
      return detail::scatter_reduced<ScatterReduction::Min>(y, updates, walk);
    case ScatterReduction::Max:
      return detail::scatter_reduced<ScatterReduction::Max>(y, updates, walk);
  }
}

}  // namespace quern::ops
