// Positions that are data.
#pragma once

#include "ops/context.hpp"

namespace quern::frontend::mxnet {

// Input number `input` as int64 positions in an axis of `size` elements. `mode`: "clip" (those outside become
// the first or the last), "wrap" (modulo the size), or "raise" (there are none outside).
std::string positions_of(Context& layer, size_t input, int64_t size, const std::string& mode);

}  // namespace quern::frontend::mxnet
