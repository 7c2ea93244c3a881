#include "nn/window_function.hpp"

namespace quern::ops {
namespace {

void compute(ComputeContext& ctx) { nn::compute_window_function(ctx, 25.0 / 46.0, 21.0 / 46.0, 0); }

}  // namespace

QUERN_OPERATOR("", "HammingWindow", nn::infer_window_function, compute);

}  // namespace quern::ops
