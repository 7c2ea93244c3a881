#include "convert.hpp"

#include <algorithm>
#include <cstring>

#include <quern/ops/fixed_point.hpp>

namespace quern::sophon {
namespace {

template <class Integer>
Blob quantise(const float* values, size_t count, float scale) {
  Blob result = Blob::allocate(count * sizeof(Integer));
  auto* target = reinterpret_cast<Integer*>(const_cast<std::byte*>(result.data()));
  for (size_t i = 0; i < count; ++i) target[i] = ops::quantise_float<Integer>(values[i], scale);
  return result;
}

}  // namespace

Blob to_program(const quern_tensor& given, const bmodel::Tensor& expected) {
  const DataType type = host_type(expected.type), given_type = DataType(given.data_type);
  const bool scaled = given_type == DataType::Float && is_scaled(expected.type);
  if (given_type != type && !scaled)
    throw InputError("input \"" + expected.name + "\" takes " + std::string(name_of(type)) + ", " +
                     std::string(name_of(given_type)) + " was given");
  const auto count = size_t(element_count(Shape(given.dims, given.dims + given.rank)));
  if (given.size != count * size_of(given_type))
    throw InputError("input \"" + expected.name + "\" has " + std::to_string(given.size) +
                     " bytes, which do not fit its shape");
  const auto* values = static_cast<const float*>(given.data);
  if (scaled && type == DataType::Int8) return quantise<int8_t>(values, count, expected.scale);
  if (scaled && type == DataType::Uint8) return quantise<uint8_t>(values, count, expected.scale);
  if (scaled) return quantise<int16_t>(values, count, expected.scale);
  Blob copy = Blob::allocate(given.size);
  if (given.size) std::memcpy(const_cast<std::byte*>(copy.data()), given.data, given.size);
  return copy;
}

Tensor to_host(const Blob& data, const Shape& shape, const bmodel::Tensor& result, bool raw) {
  Tensor tensor;
  tensor.type = host_type(result.type);
  tensor.dims = shape;
  tensor.blob = data;
  if (!raw && is_scaled(result.type)) {
    std::vector<float> values = tensor.to_float();
    for (float& value : values) value *= result.scale;
    tensor = Tensor::from(values, shape);
  }
  tensor.name = result.name;
  return tensor;
}

VendorShape vendor_shape(const Shape& shape) {
  VendorShape result;
  result.rank = int(shape.size());  // at most 8, as the reader of programs checks
  std::copy(shape.begin(), shape.end(), result.dims);
  return result;
}

Shape shape_of(const VendorShape& shape) {
  if (shape.rank < 0 || shape.rank > 8)
    throw Error(QUERN_ERROR_INTERNAL,
                "the vendor's runtime returned a shape of " + std::to_string(shape.rank) + " dimensions");
  return {shape.dims, shape.dims + shape.rank};
}

}  // namespace quern::sophon
