#include "nn/window_function.hpp"

namespace quern::ops {
namespace {

void compute(ComputeContext& ctx) { nn::compute_window_function(ctx, 0.42, 0.5, 0.08); }

}  // namespace

QUERN_OPERATOR("", "BlackmanWindow", nn::infer_window_function, compute);

}  // namespace quern::ops
