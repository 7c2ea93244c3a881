// Constants made from attributes.
#pragma once

#include <algorithm>

#include "ops/context.hpp"

namespace quern::frontend::paddle {

// A small model must not ask for gigabytes of constants.
inline constexpr int64_t kMostConstantElements = int64_t(1) << 26;

// A tensor of one value. Throws UnsupportedError above kMostConstantElements.
Tensor filled(DataType type, const Shape& shape, double value);

// The element type that an attribute names by its number; `like` where it is -1 or missing. 16-bit and 64-bit
// floats are float32.
DataType attribute_type(const Context& layer, const char* name, DataType like);

}  // namespace quern::frontend::paddle
