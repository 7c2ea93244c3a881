// What HannWindow, HammingWindow and BlackmanWindow share: a sum of cosines over the window.
#pragma once

#include "nn/checks.hpp"

namespace quern::ops::nn {

// The type that attribute output_datatype names (float32 without it).
DataType output_datatype(const Node& node);

// Input: size. Output: [size].
void infer_window_function(InferContext& ctx);

// w[i] = a0 - a1 * cos(2 pi i / n) + a2 * cos(4 pi i / n), n = size (periodic) or size - 1 (symmetric).
void compute_window_function(ComputeContext& ctx, double a0, double a1, double a2);

}  // namespace quern::ops::nn
