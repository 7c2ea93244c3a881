// Quantised operands of QOperator models.
#pragma once

#include "ops/support.hpp"

namespace quern::frontend::onnx {

// The float value of the quantised operand whose tensor, scale and zero point are the inputs `first` to
// `first` + 2; `axis` is the one that a vector of scales belongs to.
std::string dequantised(Rewriter& r, const std::string& suffix, size_t first, int64_t axis = 1);

// Makes the original's output by quantising `value` with the inputs `scale` (step) and `scale` + 1 (zero
// point).
void finish_quantised(Rewriter& r, const std::string& value, size_t scale);

}  // namespace quern::frontend::onnx
