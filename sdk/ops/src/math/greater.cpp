// Greater: a > b, element by element.
#include "support/binary.hpp"

namespace quern::ops {
namespace {

struct Greater {
  template <class T>
  bool operator()(T a, T b) const {
    return a > b;
  }
};

}  // namespace

QUERN_OPERATOR("", "Greater", infer_comparison<NumericTypes>, (compute_comparison<Greater, NumericTypes>));

}  // namespace quern::ops
