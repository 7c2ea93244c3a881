// Constants made from attributes.
#pragma once

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "ops/context.hpp"

namespace quern::frontend::paddle {

// A small model must not ask for gigabytes of constants.
inline constexpr int64_t kMostConstantElements = int64_t(1) << 22;

// A tensor of one value. Throws UnsupportedError above kMostConstantElements.
Tensor filled(DataType type, const Shape& shape, double value);

// The same as a tensor of the graph, of any size: large ones are one number, expanded.
std::string filled_tensor(Context& layer, DataType type, const Shape& shape, double value);

// `value` as an element of an integer type, or as a float.
template <class T>
T to_element(double value) {
  if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>)
    return T(int64_t(std::isnan(value) ? 0.0 : std::clamp(value, -0x1p62, 0x1p62)));
  else
    return T(float(value));
}

// The element type that an attribute names by its number; `like` where it is -1 or missing. 16-bit and 64-bit
// floats are float32.
DataType attribute_type(const Context& layer, const char* name, DataType like);

}  // namespace quern::frontend::paddle
