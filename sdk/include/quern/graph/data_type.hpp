// Element types, with the numbers of onnx.TensorProto.DataType.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>

#include <quern/error.hpp>

namespace quern {

enum class DataType : int32_t {
  Undefined = 0,
  Float = 1,
  Uint8 = 2,
  Int8 = 3,
  Uint16 = 4,
  Int16 = 5,
  Int32 = 6,
  Int64 = 7,
  String = 8,
  Bool = 9,
  Float16 = 10,
  Double = 11,
  Uint32 = 12,
  Uint64 = 13,
  Complex64 = 14,
  Complex128 = 15,
  BFloat16 = 16,
};

// Bytes per element; 0 for types without a fixed size (Undefined, String).
constexpr size_t size_of(DataType type) {
  switch (type) {
    case DataType::Uint8:
    case DataType::Int8:
    case DataType::Bool:
      return 1;
    case DataType::Uint16:
    case DataType::Int16:
    case DataType::Float16:
    case DataType::BFloat16:
      return 2;
    case DataType::Float:
    case DataType::Int32:
    case DataType::Uint32:
      return 4;
    case DataType::Int64:
    case DataType::Uint64:
    case DataType::Double:
    case DataType::Complex64:
      return 8;
    case DataType::Complex128:
      return 16;
    default:
      return 0;
  }
}

// The name as the ONNX documentation spells it, e.g. "float32".
constexpr const char* name_of(DataType type) {
  switch (type) {
    case DataType::Float:
      return "float32";
    case DataType::Uint8:
      return "uint8";
    case DataType::Int8:
      return "int8";
    case DataType::Uint16:
      return "uint16";
    case DataType::Int16:
      return "int16";
    case DataType::Int32:
      return "int32";
    case DataType::Int64:
      return "int64";
    case DataType::String:
      return "string";
    case DataType::Bool:
      return "bool";
    case DataType::Float16:
      return "float16";
    case DataType::Double:
      return "float64";
    case DataType::Uint32:
      return "uint32";
    case DataType::Uint64:
      return "uint64";
    case DataType::Complex64:
      return "complex64";
    case DataType::Complex128:
      return "complex128";
    case DataType::BFloat16:
      return "bfloat16";
    default:
      return "undefined";
  }
}

// IEEE 754 half and bfloat16 as storage types; arithmetic happens in float.
struct Half {
  uint16_t bits = 0;
  Half() = default;
  explicit Half(float value) : bits(encode(value)) {}
  explicit operator float() const { return decode(bits); }
  bool operator==(const Half&) const = default;

  static float decode(uint16_t h) {
    const uint32_t sign = uint32_t(h & 0x8000u) << 16;
    const uint32_t exponent = (h >> 10) & 0x1Fu;
    const uint32_t mantissa = h & 0x3FFu;
    if (exponent == 0x1F) return std::bit_cast<float>(sign | 0x7F800000u | (mantissa << 13));
    if (exponent == 0) {  // zero or subnormal: mantissa * 2^-24 is exact in float
      const float magnitude = float(mantissa) * 0x1p-24f;
      return sign ? -magnitude : magnitude;
    }
    return std::bit_cast<float>(sign | ((exponent + 112) << 23) | (mantissa << 13));
  }

  // Round to nearest, ties to even.
  static uint16_t encode(float value) {
    const uint32_t f = std::bit_cast<uint32_t>(value);
    const auto sign = uint16_t((f >> 16) & 0x8000u);
    const uint32_t magnitude = f & 0x7FFFFFFFu;
    if (magnitude > 0x7F800000u) return uint16_t(sign | 0x7E00u);
    if (magnitude >= 0x477FF000u) return uint16_t(sign | 0x7C00u);
    if (magnitude < 0x38800000u) {  // subnormal half: let float addition do the rounding
      const float shifted = std::bit_cast<float>(magnitude) + 0.5f;
      return uint16_t(sign | uint16_t(std::bit_cast<uint32_t>(shifted) - 0x3F000000u));
    }
    const uint32_t odd = (magnitude >> 13) & 1u;
    return uint16_t(sign | uint16_t((magnitude - 0x38000000u + 0xFFFu + odd) >> 13));
  }
};

struct BFloat16 {
  uint16_t bits = 0;
  BFloat16() = default;
  explicit BFloat16(float value) {
    const uint32_t f = std::bit_cast<uint32_t>(value);
    const bool nan = (f & 0x7FFFFFFFu) > 0x7F800000u;
    bits = nan ? uint16_t((f >> 16) | 0x40u) : uint16_t((f + 0x7FFFu + ((f >> 16) & 1u)) >> 16);
  }
  explicit operator float() const { return std::bit_cast<float>(uint32_t(bits) << 16); }
  bool operator==(const BFloat16&) const = default;
};

template <class T>
constexpr DataType data_type_of();
template <>
constexpr DataType data_type_of<float>() {
  return DataType::Float;
}
template <>
constexpr DataType data_type_of<double>() {
  return DataType::Double;
}
template <>
constexpr DataType data_type_of<uint8_t>() {
  return DataType::Uint8;
}
template <>
constexpr DataType data_type_of<int8_t>() {
  return DataType::Int8;
}
template <>
constexpr DataType data_type_of<uint16_t>() {
  return DataType::Uint16;
}
template <>
constexpr DataType data_type_of<int16_t>() {
  return DataType::Int16;
}
template <>
constexpr DataType data_type_of<uint32_t>() {
  return DataType::Uint32;
}
template <>
constexpr DataType data_type_of<int32_t>() {
  return DataType::Int32;
}
template <>
constexpr DataType data_type_of<uint64_t>() {
  return DataType::Uint64;
}
template <>
constexpr DataType data_type_of<int64_t>() {
  return DataType::Int64;
}
template <>
constexpr DataType data_type_of<bool>() {
  return DataType::Bool;
}
template <>
constexpr DataType data_type_of<Half>() {
  return DataType::Float16;
}
template <>
constexpr DataType data_type_of<BFloat16>() {
  return DataType::BFloat16;
}

// Calls f.template operator()<T>() with the C++ type of `type`. Half and BFloat16 are passed as such.
template <class F>
decltype(auto) with_type(DataType type, F&& f) {
  switch (type) {
    case DataType::Float:
      return f.template operator()<float>();
    case DataType::Double:
      return f.template operator()<double>();
    case DataType::Uint8:
      return f.template operator()<uint8_t>();
    case DataType::Int8:
      return f.template operator()<int8_t>();
    case DataType::Uint16:
      return f.template operator()<uint16_t>();
    case DataType::Int16:
      return f.template operator()<int16_t>();
    case DataType::Uint32:
      return f.template operator()<uint32_t>();
    case DataType::Int32:
      return f.template operator()<int32_t>();
    case DataType::Uint64:
      return f.template operator()<uint64_t>();
    case DataType::Int64:
      return f.template operator()<int64_t>();
    case DataType::Bool:
      return f.template operator()<bool>();
    case DataType::Float16:
      return f.template operator()<Half>();
    case DataType::BFloat16:
      return f.template operator()<BFloat16>();
    default:
      throw UnsupportedError(std::string("element type ") + name_of(type) + " is not supported here");
  }
}

}  // namespace quern
