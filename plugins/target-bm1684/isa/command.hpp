// One raw command: 1024 bits, little-endian, in the natural word order of a bmodel.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>

#include <quern/error.hpp>

#include "bd_fields.hpp"
#include "gdma_fields.hpp"

namespace quern::bm1684 {

inline constexpr size_t kCommandBytes = 128;

template <class Field>
class Command {
 public:
  Command() = default;
  explicit Command(std::span<const uint8_t, kCommandBytes> bytes) {
    std::memcpy(bytes_.data(), bytes.data(), kCommandBytes);
  }

  [[nodiscard]] uint64_t get(Field field) const {
    const FieldInfo& info = FieldTable<Field>::info(field);
    uint64_t value = 0;
    for (int i = 0; i < info.width;) {
      const int at = info.bit + i, in_byte = at % 8;
      value |= uint64_t(bytes_[size_t(at / 8)] >> in_byte) << i;
      i += 8 - in_byte;
    }
    return value & max_value(info);
  }
  [[nodiscard]] int number(Field field) const { return int(get(field)); }
  [[nodiscard]] bool flag(Field field) const { return get(field) != 0; }

  // Throws Error where the value does not fit into the field. Negative values arrive as huge ones.
  void set(Field field, uint64_t value) {
    const FieldInfo& info = FieldTable<Field>::info(field);
    if (value > max_value(info))
      throw Error(QUERN_ERROR_INTERNAL,
                  std::string(FieldTable<Field>::kEngine) + " command: " + std::to_string(int64_t(value)) +
                      " does not fit into the " + std::to_string(info.width) + " bits of field " + info.name,
                  {}, "Split the operation so that every size, stride and pad is within the field's range.");
    for (int i = 0; i < info.width; ++i) {
      const int at = info.bit + i;
      const auto mask = uint8_t(1u << (at % 8));
      uint8_t& byte = bytes_[size_t(at / 8)];
      byte = uint8_t((value >> i & 1) ? byte | mask : byte & ~mask);
    }
  }

  [[nodiscard]] const std::array<uint8_t, kCommandBytes>& bytes() const { return bytes_; }
  bool operator==(const Command&) const = default;

 private:
  std::array<uint8_t, kCommandBytes> bytes_{};
};

using BdCommand = Command<BdField>;
using GdmaCommand = Command<GdmaField>;

}  // namespace quern::bm1684
