// LessOrEqual: a <= b, element by element.
#include "support/binary.hpp"

namespace quern::ops {
namespace {

struct LessOrEqual {
  template <class T>
  bool operator()(T a, T b) const {
    return a <= b;
  }
};

}  // namespace

QUERN_OPERATOR("", "LessOrEqual", infer_comparison<NumericTypes>,
               (compute_comparison<LessOrEqual, NumericTypes>));

}  // namespace quern::ops
