#include "bmodel/types.hpp"

#include <string>

#include <quern/error.hpp>

namespace quern::bmodel {

std::string_view name_of(DataType type) {
  static constexpr std::string_view names[kDataTypes] = {"float32",  "float16", "int8",  "uint8",
                                                         "int16",    "uint16",  "int32", "uint32",
                                                         "bfloat16", "int4",    "uint4"};
  return uint32_t(type) < kDataTypes ? names[uint32_t(type)] : "?";
}

std::string_view name_of(StoreMode mode) {
  static constexpr std::string_view names[kStoreModes] = {"1N", "2N", "4N"};
  return uint32_t(mode) < uint32_t(kStoreModes) ? names[uint32_t(mode)] : "?";
}

std::string_view name_of(SubnetMode mode) {
  static constexpr std::string_view names[kSubnetModes] = {"TPU", "CPU", "merge", "switch"};
  return uint32_t(mode) < uint32_t(kSubnetModes) ? names[uint32_t(mode)] : "?";
}

unsigned bits_of(DataType type) {
  switch (type) {
    case DataType::Float32:
    case DataType::Int32:
    case DataType::Uint32:
      return 32;
    case DataType::Int8:
    case DataType::Uint8:
      return 8;
    case DataType::Int4:
    case DataType::Uint4:
      return 4;
    default:
      return 16;
  }
}

unsigned batches_per_word(StoreMode mode) { return 1u << uint32_t(mode); }

quern::DataType host_type(DataType type) {
  switch (type) {
    case DataType::Float32:
      return quern::DataType::Float;
    case DataType::Float16:
      return quern::DataType::Float16;
    case DataType::Int8:
      return quern::DataType::Int8;
    case DataType::Uint8:
      return quern::DataType::Uint8;
    case DataType::Int16:
      return quern::DataType::Int16;
    case DataType::Uint16:
      return quern::DataType::Uint16;
    case DataType::Int32:
      return quern::DataType::Int32;
    case DataType::Uint32:
      return quern::DataType::Uint32;
    case DataType::Bfloat16:
      return quern::DataType::BFloat16;
    default:
      throw UnsupportedError("tensors of type " + std::string(name_of(type)) + " cannot be executed");
  }
}

bool is_scaled(DataType type) {
  return type == DataType::Int8 || type == DataType::Uint8 || type == DataType::Int16;
}

}  // namespace quern::bmodel
