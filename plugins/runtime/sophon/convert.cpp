#include "convert.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace quern::sophon {
namespace {

template <class Integer>
Blob quantise(const float* values, size_t count, float scale, int32_t zero_point) {
  Blob result = Blob::allocate(count * sizeof(Integer));
  auto* target = reinterpret_cast<Integer*>(const_cast<std::byte*>(result.data()));
  constexpr double lowest = std::numeric_limits<Integer>::min(),
                   highest = std::numeric_limits<Integer>::max();
  for (size_t i = 0; i < count; ++i) {
    const double scaled = double(std::round(values[i] * scale)) + zero_point;
    target[i] = std::isnan(scaled) ? Integer(0) : Integer(std::clamp(scaled, lowest, highest));
  }
  return result;
}

Blob quantise(DataType type, const float* values, size_t count, const bmodel::Tensor& expected) {
  switch (type) {
    case DataType::Int8:
      return quantise<int8_t>(values, count, expected.scale, expected.zero_point);
    case DataType::Uint8:
      return quantise<uint8_t>(values, count, expected.scale, expected.zero_point);
    case DataType::Int16:
      return quantise<int16_t>(values, count, expected.scale, expected.zero_point);
    case DataType::Uint16:
      return quantise<uint16_t>(values, count, expected.scale, expected.zero_point);
    default:
      throw InputError("input \"" + expected.name + "\" takes " + std::string(name_of(type)) +
                       ", float32 was given");
  }
}

}  // namespace

DataType host_type(bmodel::DataType type) {
  switch (type) {
    case bmodel::DataType::Float32:
      return DataType::Float;
    case bmodel::DataType::Float16:
      return DataType::Float16;
    case bmodel::DataType::Int8:
      return DataType::Int8;
    case bmodel::DataType::Uint8:
      return DataType::Uint8;
    case bmodel::DataType::Int16:
      return DataType::Int16;
    case bmodel::DataType::Uint16:
      return DataType::Uint16;
    case bmodel::DataType::Int32:
      return DataType::Int32;
    case bmodel::DataType::Uint32:
      return DataType::Uint32;
    case bmodel::DataType::Bfloat16:
      return DataType::BFloat16;
    default:
      throw UnsupportedError("tensors of type " + std::string(name_of(type)) + " cannot leave the device");
  }
}

Blob to_program(const quern_tensor& given, const bmodel::Tensor& expected) {
  const DataType type = host_type(expected.type), given_type = DataType(given.data_type);
  const auto count = size_t(element_count(Shape(given.dims, given.dims + given.rank)));
  if (given.size != count * size_of(given_type))
    throw InputError("input \"" + expected.name + "\" has " + std::to_string(given.size) +
                     " bytes, which do not fit its shape");
  if (given_type == type) {
    Blob copy = Blob::allocate(given.size);
    if (given.size) std::memcpy(const_cast<std::byte*>(copy.data()), given.data, given.size);
    return copy;
  }
  if (given_type == DataType::Float)
    return quantise(type, static_cast<const float*>(given.data), count, expected);
  throw InputError("input \"" + expected.name + "\" takes " + std::string(name_of(type)) + ", " +
                   std::string(name_of(given_type)) + " was given");
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
