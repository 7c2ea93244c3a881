// Log: the natural logarithm.
#include <cmath>

#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Log {
  template <class T>
  T operator()(T x) const {
    return std::log(x);
  }
};

}  // namespace

QUERN_OPERATOR("", "Log", infer_unary<FloatTypes>, (compute_unary<Log, FloatTypes>));

}  // namespace quern::ops
