// Not: logical negation.
#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Not {
  template <class T>
  T operator()(T x) const {
    return !x;
  }
};

}  // namespace

QUERN_OPERATOR("", "Not", infer_unary<BoolType>, (compute_unary<Not, BoolType>));

}  // namespace quern::ops
