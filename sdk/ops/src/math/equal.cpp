// Equal: a == b, element by element; NaN equals nothing.
#include "support/binary.hpp"

namespace quern::ops {
namespace {

struct Equal {
  template <class T>
  bool operator()(T a, T b) const {
    return a == b;
  }
};

}  // namespace

QUERN_OPERATOR("", "Equal", infer_comparison<PlainTypes>, (compute_comparison<Equal, PlainTypes>));

}  // namespace quern::ops
