// ReduceProd: the product over axes; integers wrap around.
#include "support/reduce.hpp"

namespace quern::ops {
namespace {

template <class T>
struct ProdFold {
  using A = Accumulator<T>;
  static A start() { return A(1); }
  static A merge(A a, A b) {
    if constexpr (std::is_integral_v<A>) {
      return A(uint64_t(a) * uint64_t(b));
    } else {
      return a * b;
    }
  }
  static A add(A total, T x) { return merge(total, A(x)); }
  static A finish(A total, int64_t /*count*/) { return total; }
};

}  // namespace

QUERN_OPERATOR("", "ReduceProd", infer_reduction, (compute_reduction<ProdFold, NumericTypes>));

}  // namespace quern::ops
