// The first 64 bytes of a .bmodel file: 32-bit words, little-endian
//   magic | 64 | bytes of the tables | bytes of the binary section | 12 reserved words
// The tables follow it, then the binary section (isa.md §2).
#pragma once

#include <string>

#include "bmodel/model.hpp"

namespace quern::bmodel {

inline constexpr uint32_t kMagic = 0xFF55AAEE;

struct Header {
  uint32_t magic = kMagic;
  uint32_t header_size = 64;
  uint32_t tables_size = 0;
  uint32_t binary_size = 0;
  uint32_t reserved[12] = {};
};
static_assert(sizeof(Header) == 64);

// The parts of a file, within its bounds.
struct Parts {
  Binary tables, binaries;
};

// Throws InputError where the header is wrong or the file too short for it.
Parts split(const Binary& file, const std::string& where);

}  // namespace quern::bmodel
