// CastLike: the elements of input 0 in the element type of input 1.
#include "support/cast.hpp"
#include "support/infer.hpp"

namespace quern::ops {
namespace {

void infer_cast_like(InferContext& c) {
  c.output_unknown(0, c.type(1));
  set_output(c, 0, c.type(1), c.shape(0));
}

void compute_cast_like(ComputeContext& c) {
  (void)c.input(1);
  cast_into(c.input(0), make_output(c, infer_cast_like));
}

}  // namespace

QUERN_OPERATOR("", "CastLike", infer_cast_like, compute_cast_like);

}  // namespace quern::ops
