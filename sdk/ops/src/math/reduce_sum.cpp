// ReduceSum: the sum over axes, which are input 1; integers wrap around.
#include "support/reduce.hpp"

namespace quern::ops {
namespace {

template <class T>
struct TotalFold : SumFold<T> {
  using A = Accumulator<T>;
  static A add(A total, T x) { return SumFold<T>::merge(total, A(x)); }
  static A finish(A total, int64_t /*count*/) { return total; }
};

}  // namespace

QUERN_OPERATOR("", "ReduceSum", infer_reduction, (compute_reduction<TotalFold, NumericTypes>));

}  // namespace quern::ops
