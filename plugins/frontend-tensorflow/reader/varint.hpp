// Numbers of variable length, as protobuf and LevelDB write them.
#pragma once

#include <string_view>

#include <quern/error.hpp>

namespace quern::frontend::tensorflow {

// Takes a number off the front of `bytes`. Throws InputError where they end inside of it.
inline uint64_t read_varint(std::string_view& bytes) {
  uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (bytes.empty()) break;
    const auto byte = uint8_t(bytes.front());
    bytes.remove_prefix(1);
    value |= uint64_t(byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
  throw InputError("the checkpoint's index ends inside of a number, or has one that is too long");
}

}  // namespace quern::frontend::tensorflow
