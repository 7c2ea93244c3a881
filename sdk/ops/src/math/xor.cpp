// Xor: logical exclusive or of booleans.
#include "support/binary.hpp"

namespace quern::ops {
namespace {

struct Xor {
  template <class T>
  bool operator()(T a, T b) const {
    return a != b;
  }
};

}  // namespace

QUERN_OPERATOR("", "Xor", infer_comparison<BoolType>, (compute_comparison<Xor, BoolType>));

}  // namespace quern::ops
