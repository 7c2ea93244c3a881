// Less: a < b, element by element.
#include "support/binary.hpp"

namespace quern::ops {
namespace {

struct Less {
  template <class T>
  bool operator()(T a, T b) const {
    return a < b;
  }
};

}  // namespace

QUERN_OPERATOR("", "Less", infer_comparison<NumericTypes>, (compute_comparison<Less, NumericTypes>));

}  // namespace quern::ops
