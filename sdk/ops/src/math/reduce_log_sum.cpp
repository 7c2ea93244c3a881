// ReduceLogSum: the logarithm of the sum over axes.
#include <cmath>

#include "support/reduce.hpp"

namespace quern::ops {
namespace {

template <class T>
struct LogSumFold : SumFold<T> {
  using A = Accumulator<T>;
  static A add(A total, T x) { return SumFold<T>::merge(total, A(x)); }
  static A finish(A total, int64_t /*count*/) { return A(std::log(double(total))); }
};

}  // namespace

QUERN_OPERATOR("", "ReduceLogSum", infer_reduction, (compute_reduction<LogSumFold, FloatTypes>));

}  // namespace quern::ops
