// Relu: max(x, 0).
#include "support/unary.hpp"

namespace quern::ops {
namespace {

struct Relu {
  template <class T>
  T operator()(T x) const {
    return x < T(0) ? T(0) : x;
  }
};

}  // namespace

QUERN_OPERATOR("", "Relu", infer_unary<SignedTypes>, (compute_unary<Relu, SignedTypes>));

}  // namespace quern::ops
