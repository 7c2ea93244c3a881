// ReduceMin: the smallest element over axes; NaN wins. An empty set gives the largest value of the type.
#include <limits>

#include "support/reduce.hpp"

namespace quern::ops {
namespace {

template <class T>
struct MinFold {
  using Limits = std::numeric_limits<T>;
  static T start() { return Limits::has_infinity ? Limits::infinity() : Limits::max(); }
  static T merge(T a, T b) { return b < a || b != b ? b : a; }
  static T add(T best, T x) { return merge(best, x); }
  static T finish(T best, int64_t /*count*/) { return best; }
};

}  // namespace

QUERN_OPERATOR("", "ReduceMin", infer_reduction, (compute_reduction<MinFold, NumericTypes>));

}  // namespace quern::ops
