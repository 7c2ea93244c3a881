// ScatterElements and its predecessor Scatter.
#pragma once

#include <quern/ops/operator.hpp>

namespace quern::ops {

void infer_scatter_elements(InferContext& c);
void compute_scatter_elements(ComputeContext& c);

}  // namespace quern::ops
