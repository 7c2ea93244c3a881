#include <cstdint>

#include "config/document.hpp"

namespace quern::config {
namespace {

// Bytes of the sequence that a lead byte begins, and the smallest code point that needs that many; 0: none.
struct Lead {
  size_t size;
  uint32_t bits, smallest;
};

Lead classify(uint8_t byte) {
  if (byte != 0 && byte < 0x80) return {1, byte, 1};
  if ((byte & 0xE0) == 0xC0) return {2, uint32_t(byte & 0x1F), 0x80};
  if ((byte & 0xF0) == 0xE0) return {3, uint32_t(byte & 0x0F), 0x800};
  if ((byte & 0xF8) == 0xF0) return {4, uint32_t(byte & 0x07), 0x10000};
  return {0, 0, 0};
}

}  // namespace

size_t find_invalid_utf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const Lead lead = classify(uint8_t(text[i]));
    if (lead.size == 0 || lead.size > text.size() - i) return i;
    uint32_t code = lead.bits;
    for (size_t k = 1; k < lead.size; ++k) {
      const auto byte = uint8_t(text[i + k]);
      if ((byte & 0xC0) != 0x80) return i;
      code = code << 6 | (byte & 0x3F);
    }
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (code < lead.smallest || code > 0x10FFFF || surrogate) return i;
    i += lead.size;
  }
  return std::string_view::npos;
}

}  // namespace quern::config
