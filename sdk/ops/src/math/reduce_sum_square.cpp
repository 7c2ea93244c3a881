// ReduceSumSquare: the sum of squares over axes; integers wrap around.
#include "support/reduce.hpp"

namespace quern::ops {
namespace {

template <class T>
struct SumSquareFold : SumFold<T> {
  using A = Accumulator<T>;
  static A add(A total, T x) {
    if constexpr (std::is_integral_v<A>)
      return SumFold<T>::merge(total, A(uint64_t(x) * uint64_t(x)));
    else
      return total + A(x) * A(x);
  }
  static A finish(A total, int64_t /*count*/) { return total; }
};

}  // namespace

QUERN_OPERATOR("", "ReduceSumSquare", infer_reduction, (compute_reduction<SumSquareFold, NumericTypes>));

}  // namespace quern::ops
