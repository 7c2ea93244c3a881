// The enumerations of a .bmodel file (isa.md §2), with their names and sizes.
#pragma once

#include <cstdint>
#include <string_view>

#include <quern/graph/data_type.hpp>

namespace quern::bmodel {

enum class DataType : uint32_t {
  Float32,
  Float16,
  Int8,
  Uint8,
  Int16,
  Uint16,
  Int32,
  Uint32,
  Bfloat16,
  Int4,
  Uint4,
};
inline constexpr uint32_t kDataTypes = 11;

// How a tensor lies in device memory: 1N is row-major; 4N (8-bit types) holds batches 4k..4k+3 of one place
// in one 32-bit word, [ceil(N/4)][C][H][W][4]; 2N (16-bit types) two of them (isa.md §4).
enum class StoreMode : int32_t { OneN, TwoN, FourN };
inline constexpr int32_t kStoreModes = 3;

enum class SubnetMode : int32_t { Tpu, Cpu, Merge, Switch };
inline constexpr int32_t kSubnetModes = 4;

// "float32", "int8", …
std::string_view name_of(DataType type);
// "1N", "2N", "4N".
std::string_view name_of(StoreMode mode);
// "TPU", "CPU", "merge", "switch".
std::string_view name_of(SubnetMode mode);

// Bits of one element.
unsigned bits_of(DataType type);
// How many batches one word holds: 1, 2 or 4.
unsigned batches_per_word(StoreMode mode);

// The host's type for a type of the file. Throws UnsupportedError for the 4-bit types, which the host has
// not.
quern::DataType host_type(DataType type);
// Whether tensors of this type stand for real numbers by a scale: int8, uint8, int16.
bool is_scaled(DataType type);

}  // namespace quern::bmodel
