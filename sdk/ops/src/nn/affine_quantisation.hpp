// ONNX's own quantisation, real = scale * (integer - zero_point): what its integer operators share.
#pragma once

#include <cmath>
#include <limits>
#include <vector>

#include "nn/checks.hpp"

namespace quern::ops::nn {

// The integers of `tensor` minus the zero point, which broadcasts from `zero_shape` to the tensor. A zero
// point that is missing counts as 0.
std::vector<int32_t> centred(const Tensor& tensor, const Tensor* zero_point, const Shape& zero_shape);

// The shape under which a scalar or one-dimensional parameter broadcasts along `axis` of `rank` axes.
// Throws InputError where it is neither scalar nor of the length `size` of that axis.
Shape parameter_shape(const Tensor& parameter, size_t axis, size_t rank, int64_t size);

// Rounds half to even, adds the zero point and clamps to T.
template <class T>
T requantise(float value, int64_t zero_point) {
  if (std::isnan(value)) return T(zero_point);
  const float bound = 4e9f;  // far outside of every T, well inside of int64
  const auto rounded = int64_t(std::nearbyint(std::fmin(std::fmax(value, -bound), bound))) + zero_point;
  constexpr auto low = int64_t(std::numeric_limits<T>::min()), high = int64_t(std::numeric_limits<T>::max());
  return T(rounded < low ? low : rounded > high ? high : rounded);
}

// Calls f.template operator()<T>() for the 8- and 16-bit integers that quantised tensors may have.
template <class F>
void with_quantised_type(DataType type, F&& f) {
  switch (type) {
    case DataType::Int8:
      return f.template operator()<int8_t>();
    case DataType::Uint8:
      return f.template operator()<uint8_t>();
    case DataType::Int16:
      return f.template operator()<int16_t>();
    case DataType::Uint16:
      return f.template operator()<uint16_t>();
    default:
      throw InputError(std::string("a quantised tensor cannot have element type ") + name_of(type));
  }
}

}  // namespace quern::ops::nn
