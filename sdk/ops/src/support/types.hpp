// Sets of element types that operators accept, and the arithmetic type of each element type.
#pragma once

#include <type_traits>

#include <quern/graph/tensor.hpp>

namespace quern::ops {

template <class... Ts>
struct Types {};

using FloatTypes = Types<float, double, Half, BFloat16>;
using SignedTypes = Types<float, double, Half, BFloat16, int8_t, int16_t, int32_t, int64_t>;
using IntegerTypes = Types<int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t>;
using UnsignedTypes = Types<uint8_t, uint16_t, uint32_t, uint64_t>;
using NumericTypes = Types<float, double, Half, BFloat16, int8_t, int16_t, int32_t, int64_t, uint8_t,
                           uint16_t, uint32_t, uint64_t>;
using BoolType = Types<bool>;
// Everything but strings and complex numbers.
using PlainTypes = Types<float, double, Half, BFloat16, int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t,
                         uint32_t, uint64_t, bool>;

template <class... Ts>
bool contains(Types<Ts...>, DataType type) {
  return ((data_type_of<Ts>() == type) || ...);
}

// Calls f.template operator()<T>() with the C++ type of `type`. Throws InputError where it is not in the set.
template <class... Ts, class F>
void dispatch(Types<Ts...>, DataType type, F&& f) {
  const bool found = ((data_type_of<Ts>() == type && (f.template operator()<Ts>(), true)) || ...);
  if (!found) throw InputError(std::string("element type ") + name_of(type) + " is not allowed here");
}

template <class T>
inline constexpr bool is_half = std::is_same_v<T, Half> || std::is_same_v<T, BFloat16>;

// The type that arithmetic on T happens in: float for the 16-bit floats, T itself otherwise.
template <class T>
using Compute = std::conditional_t<is_half<T>, float, T>;

// The type that sums over T happen in: double for floats, 64-bit integers of the same signedness.
template <class T>
using Accumulator = std::conditional_t<is_half<T> || std::is_floating_point_v<T>, double,
                                       std::conditional_t<std::is_signed_v<T>, int64_t, uint64_t>>;

// An unsigned type in which the integer arithmetic of T wraps around without undefined behaviour.
template <class T>
using Wrapping = std::make_unsigned_t<std::common_type_t<T, int>>;

}  // namespace quern::ops
