// Or: logical or of booleans.
#include "support/binary.hpp"

namespace quern::ops {
namespace {

struct Or {
  template <class T>
  bool operator()(T a, T b) const {
    return a || b;
  }
};

}  // namespace

QUERN_OPERATOR("", "Or", infer_comparison<BoolType>, (compute_comparison<Or, BoolType>));

}  // namespace quern::ops
