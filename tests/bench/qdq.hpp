// The same quantised network in the form ONNX Runtime runs fastest: QuantizeLinear/DequantizeLinear pairs.
#pragma once

#include <quern/graph/graph.hpp>

#include "calibration/table.hpp"

namespace quern::bench {

// Puts a pair on every activation that has a threshold (uint8; zero point 128 where it is signed) and makes
// the weights of Conv and Gemm int8 per tensor, their biases int32: what ONNX Runtime's own quantiser does.
Model to_qdq(const Model& fp32, const calibration::Table& thresholds);

}  // namespace quern::bench
