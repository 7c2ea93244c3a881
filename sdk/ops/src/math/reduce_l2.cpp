// ReduceL2: the square root of the sum of squares over axes.
#include <cmath>

#include "support/reduce.hpp"

namespace quern::ops {
namespace {

template <class T>
struct L2Fold : SumFold<T> {
  using A = Accumulator<T>;
  static A add(A total, T x) {
    if constexpr (std::is_integral_v<A>)
      return SumFold<T>::merge(total, A(uint64_t(x) * uint64_t(x)));
    else
      return total + A(x) * A(x);
  }
  static A finish(A total, int64_t /*count*/) { return A(std::sqrt(double(total))); }
};

}  // namespace

QUERN_OPERATOR("", "ReduceL2", infer_reduction, (compute_reduction<L2Fold, NumericTypes>));

}  // namespace quern::ops
