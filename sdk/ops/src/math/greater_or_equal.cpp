// GreaterOrEqual: a >= b, element by element.
#include "support/binary.hpp"

namespace quern::ops {
namespace {

struct GreaterOrEqual {
  template <class T>
  bool operator()(T a, T b) const {
    return a >= b;
  }
};

}  // namespace

QUERN_OPERATOR("", "GreaterOrEqual", infer_comparison<NumericTypes>,
               (compute_comparison<GreaterOrEqual, NumericTypes>));

}  // namespace quern::ops
