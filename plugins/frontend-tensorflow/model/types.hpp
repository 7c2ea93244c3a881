// Element types of TensorFlow, with the numbers of tensorflow/core/framework/types.proto.
#pragma once

#include <quern/graph/data_type.hpp>

namespace quern::frontend::tensorflow {

enum class Type : int32_t {
  Invalid = 0,
  Float = 1,
  Double = 2,
  Int32 = 3,
  Uint8 = 4,
  Int16 = 5,
  Int8 = 6,
  String = 7,
  Complex64 = 8,
  Int64 = 9,
  Bool = 10,
  Qint8 = 11,
  Quint8 = 12,
  Qint32 = 13,
  BFloat16 = 14,
  Qint16 = 15,
  Quint16 = 16,
  Uint16 = 17,
  Complex128 = 18,
  Half = 19,
  Resource = 20,
  Variant = 21,
  Uint32 = 22,
  Uint64 = 23,
};

// References to variables of TensorFlow 1 have the numbers of their types plus this.
inline constexpr int32_t kReferenceOffset = 100;

// How elements of this type lie in files; Undefined for types without plain elements.
constexpr DataType stored_type(Type type) {
  switch (type) {
    case Type::Float:
      return DataType::Float;
    case Type::Double:
      return DataType::Double;
    case Type::Int32:
    case Type::Qint32:
      return DataType::Int32;
    case Type::Uint8:
    case Type::Quint8:
      return DataType::Uint8;
    case Type::Int16:
    case Type::Qint16:
      return DataType::Int16;
    case Type::Int8:
    case Type::Qint8:
      return DataType::Int8;
    case Type::String:
      return DataType::String;
    case Type::Int64:
      return DataType::Int64;
    case Type::Bool:
      return DataType::Bool;
    case Type::BFloat16:
      return DataType::BFloat16;
    case Type::Uint16:
    case Type::Quint16:
      return DataType::Uint16;
    case Type::Half:
      return DataType::Float16;
    case Type::Uint32:
      return DataType::Uint32;
    case Type::Uint64:
      return DataType::Uint64;
    default:
      return DataType::Undefined;
  }
}

// What stands for this type in the converted model: all floating-point types become float32.
constexpr DataType converted_type(Type type) {
  const DataType stored = stored_type(type);
  const bool is_float =
      stored == DataType::Double || stored == DataType::Float16 || stored == DataType::BFloat16;
  return is_float ? DataType::Float : stored;
}

// The plain type whose elements are converted to `type`.
constexpr Type source_type(DataType type) {
  for (int number = 1; number <= int(Type::Uint64); ++number)
    if (stored_type(Type(number)) == type) return Type(number);
  return Type::Invalid;
}

// The type without the mark of a reference.
constexpr Type dereferenced(int64_t number) {
  return Type(int32_t(number > kReferenceOffset ? number - kReferenceOffset : number));
}

}  // namespace quern::frontend::tensorflow
