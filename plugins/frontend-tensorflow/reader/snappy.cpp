#include "reader/snappy.hpp"

#include <quern/error.hpp>

#include "reader/varint.hpp"

namespace quern::frontend::tensorflow {
namespace {

constexpr uint64_t kHighestRatio = 32;  // no element of the format expands more

InputError damaged() { return InputError("a compressed block of the checkpoint's index is damaged"); }

// A little-endian number of `size` bytes.
uint64_t read_number(std::string_view& bytes, size_t size) {
  if (bytes.size() < size) throw damaged();
  uint64_t value = 0;
  for (size_t i = size; i-- > 0;) value = value << 8 | uint8_t(bytes[i]);
  bytes.remove_prefix(size);
  return value;
}

void copy_back(std::string& result, uint64_t offset, uint64_t length) {
  if (offset == 0 || offset > result.size()) throw damaged();
  for (uint64_t i = 0; i < length; ++i) result.push_back(result[result.size() - size_t(offset)]);
}

}  // namespace

std::string snappy_expand(std::string_view bytes) {
  const uint64_t size = read_varint(bytes);
  if (size > bytes.size() * kHighestRatio) throw damaged();
  std::string result;
  result.reserve(size_t(size));
  while (!bytes.empty() && result.size() <= size) {
    const auto tag = uint8_t(read_number(bytes, 1));
    const uint8_t upper = tag >> 2;
    switch (tag & 3) {
      case 0: {  // bytes as they are; lengths above 60 follow in 1 to 4 bytes
        const uint64_t length = upper < 60 ? upper + 1u : read_number(bytes, upper - 59u) + 1;
        if (length > bytes.size()) throw damaged();
        result.append(bytes.substr(0, size_t(length)));
        bytes.remove_prefix(size_t(length));
        break;
      }
      case 1: {
        const uint64_t offset = uint64_t(tag >> 5) << 8 | read_number(bytes, 1);
        copy_back(result, offset, 4u + (upper & 7u));
        break;
      }
      case 2:
        copy_back(result, read_number(bytes, 2), upper + 1u);
        break;
      default:
        copy_back(result, read_number(bytes, 4), upper + 1u);
    }
  }
  if (result.size() != size) throw damaged();
  return result;
}

}  // namespace quern::frontend::tensorflow
