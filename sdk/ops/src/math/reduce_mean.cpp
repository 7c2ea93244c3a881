// ReduceMean: the mean over axes; integers round towards zero.
#include "support/reduce.hpp"

namespace quern::ops {
namespace {

template <class T>
struct MeanFold : SumFold<T> {
  using A = Accumulator<T>;
  static A add(A total, T x) { return SumFold<T>::merge(total, A(x)); }
  static A finish(A total, int64_t count) {
    if constexpr (std::is_integral_v<A>) {
      if (count == 0) throw InputError("an empty set of integers has no mean");
    }
    return total / A(count);
  }
};

}  // namespace

QUERN_OPERATOR("", "ReduceMean", infer_reduction, (compute_reduction<MeanFold, NumericTypes>));

}  // namespace quern::ops
