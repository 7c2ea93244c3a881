// Conversions between element types.
#pragma once

#include <cmath>
#include <limits>

#include "support/types.hpp"

namespace quern::ops {

// Floats become integers by dropping the fraction; what the integer type cannot hold becomes its nearest
// bound and NaN becomes 0. Integers become smaller integers by dropping the upper bits. Bool is "not zero".
template <class To, class From>
To convert(From value) {
  if constexpr (is_half<From>) {
    return convert<To>(float(value));
  } else if constexpr (std::is_same_v<To, bool>) {
    return value != From(0);
  } else if constexpr (is_half<To>) {
    return To(float(value));
  } else if constexpr (std::is_integral_v<To> && std::is_floating_point_v<From>) {
    // The upper bound as a float may round up to 2^n, which is just out of range.
    constexpr From low = From(std::numeric_limits<To>::min());
    constexpr From high = From(std::numeric_limits<To>::max());
    if (std::isnan(value)) return To(0);
    if (value <= low) return std::numeric_limits<To>::min();
    if (value >= high) return std::numeric_limits<To>::max();
    return To(value);
  } else {
    return To(value);
  }
}

// A copy of `tensor` with another element type. Also to and from strings, see text.hpp.
Tensor cast(const Tensor& tensor, DataType type);
// The same into a tensor of equal shape.
void cast_into(const Tensor& from, Tensor& to);

}  // namespace quern::ops
