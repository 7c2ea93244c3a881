// ReduceLogSumExp: log(sum(exp(x))) over axes, shifted by the largest element so that nothing overflows.
#include <cmath>
#include <limits>

#include "support/reduce.hpp"

namespace quern::ops {
namespace {

// A running sum of exp(x - largest).
struct ScaledSum {
  double largest = -std::numeric_limits<double>::infinity();
  double sum = 0;
};

template <class T>
struct LogSumExpFold {
  static ScaledSum start() { return {}; }
  static ScaledSum merge(ScaledSum a, ScaledSum b) {
    if (b.sum == 0) return a;
    if (a.sum == 0) return b;
    if (a.largest < b.largest) std::swap(a, b);
    // Equal infinities have a difference of 0, not NaN.
    const double difference = a.largest == b.largest ? 0 : b.largest - a.largest;
    return {a.largest, a.sum + b.sum * std::exp(difference)};
  }
  static ScaledSum add(ScaledSum total, T x) {
    if (double(x) == -std::numeric_limits<double>::infinity()) return total;
    return merge(total, {double(x), 1});
  }
  static double finish(ScaledSum total, int64_t /*count*/) { return total.largest + std::log(total.sum); }
};

}  // namespace

QUERN_OPERATOR("", "ReduceLogSumExp", infer_reduction, (compute_reduction<LogSumExpFold, FloatTypes>));

}  // namespace quern::ops
