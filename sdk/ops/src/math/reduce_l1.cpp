// ReduceL1: the sum of absolute values over axes; integers wrap around.
#include "support/reduce.hpp"

namespace quern::ops {
namespace {

template <class T>
struct L1Fold : SumFold<T> {
  using A = Accumulator<T>;
  static A add(A total, T x) {
    if constexpr (std::is_floating_point_v<A>) {
      return total + (x < T(0) ? -A(x) : A(x));
    } else {
      const auto value = uint64_t(x);
      return SumFold<T>::merge(total, A(x < T(0) ? 0 - value : value));
    }
  }
  static A finish(A total, int64_t /*count*/) { return total; }
};

}  // namespace

QUERN_OPERATOR("", "ReduceL1", infer_reduction, (compute_reduction<L1Fold, NumericTypes>));

}  // namespace quern::ops
