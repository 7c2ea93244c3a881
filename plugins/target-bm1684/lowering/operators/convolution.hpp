// What Conv and ConvTranspose have in common.
#pragma once

#include <string>

#include "lowering/lowering.hpp"

namespace quern::bm1684 {

// Limits of the command fields: strides 4 bits, dilations through 4-bit inserts.
inline constexpr int64_t kMaxStride = 15;
inline constexpr int64_t kMaxDilation = 15;

// Emits `op` ("QConv" or "QConvTranspose") for a 1-D or 2-D convolution with constant weights; 1-D ones run
// as 2-D with height 1. Returns why it stays in float, or "".
std::string lower_convolution(Lowering& l, const Node& node, const char* op);

}  // namespace quern::bm1684
