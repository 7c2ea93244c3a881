// Identity: the input itself.
#include "support/infer.hpp"

namespace quern::ops {
namespace {

void infer_identity(InferContext& c) {
  c.output_unknown(0, c.type(0));
  c.output(0, c.type(0), c.shape(0));
}

void compute_identity(ComputeContext& c) { c.output(0, c.input(0)); }

}  // namespace

QUERN_OPERATOR("", "Identity", infer_identity, compute_identity);

}  // namespace quern::ops
