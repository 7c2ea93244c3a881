// Operators on two tensors, with Paddle's rules of broadcasting and of mixed types.
#pragma once

#include <utility>

#include "ops/context.hpp"

namespace quern::frontend::paddle {

// X and Y, reshaped so that ONNX broadcasts them as Paddle does: the shorter one's first axis lies at the
// attribute `axis` of the longer one (-1: the last axes meet), and its trailing axes of size 1 do not count.
// Different element types become the wider one.
std::pair<std::string, std::string> broadcast_operands(Context& layer);

}  // namespace quern::frontend::paddle
