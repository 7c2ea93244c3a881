// The attribute p of LpPool, GlobalLpPool and LpNormalization, and the norm itself.
#pragma once

#include <cmath>

#include <quern/graph/node.hpp>

namespace quern::ops::nn {

inline int64_t read_p(const Node& node) {
  const int64_t p = node.get_int("p", 2);
  if (p < 1) throw InputError("p is " + std::to_string(p) + "; it must be at least 1", node.label());
  return p;
}

// |x|^p, and its inverse for sums of it.
template <class T>
T power(T x, int64_t p) {
  return p == 1 ? std::abs(x) : p == 2 ? x * x : std::pow(std::abs(x), T(p));
}
template <class T>
T root(T sum, int64_t p) {
  return p == 1 ? sum : p == 2 ? std::sqrt(sum) : std::pow(sum, T(1) / T(p));
}

}  // namespace quern::ops::nn
