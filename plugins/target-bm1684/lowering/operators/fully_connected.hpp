// What Gemm and MatMul with a constant right side have in common.
#pragma once

#include <string>

#include "lowering/lowering.hpp"

namespace quern::bm1684 {

// Emits quern.QGemm. `weights` is [M, K]; `weights_name` and `bias_name` name the new constants; `bias` is
// [M] or null. Returns why the node stays in float, or "".
std::string lower_fully_connected(Lowering& l, const Node& node, const Tensor& weights,
                                  const std::string& weights_name, const Tensor* bias,
                                  const std::string& bias_name);

// [K, M] to [M, K].
Tensor transposed(const Tensor& matrix);

}  // namespace quern::bm1684
