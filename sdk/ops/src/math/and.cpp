// And: logical and of booleans.
#include "support/binary.hpp"

namespace quern::ops {
namespace {

struct And {
  template <class T>
  bool operator()(T a, T b) const {
    return a && b;
  }
};

}  // namespace

QUERN_OPERATOR("", "And", infer_comparison<BoolType>, (compute_comparison<And, BoolType>));

}  // namespace quern::ops
