// Decoding of JPEG and PNG files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace quern::data {

// 8-bit pixels, row by row without padding, channels interleaved: 1 (grey) or 3 (red, green, blue).
struct Image {
  int width = 0;
  int height = 0;
  int channels = 3;
  std::vector<uint8_t> pixels;

  [[nodiscard]] const uint8_t* row(int y) const {
    return pixels.data() + size_t(y) * size_t(width * channels);
  }
};

// Images with more pixels than this are refused before anything is allocated.
inline constexpr int64_t kMaxPixels = int64_t(1) << 27;

// Decodes by content, whatever the file is called. EXIF orientation is ignored: pixels come in the order in
// which the file stores them. CMYK is taken as inverted, as every known writer stores it; 16-bit samples lose
// their low byte; alpha is dropped. `where` names the file in errors. Throws InputError.
Image decode_image(std::span<const std::byte> bytes, const std::string& where);

// Whether the first bytes of a file (at least 8) are those of a format that decode_image() knows.
bool is_image(std::span<const std::byte> first_bytes);

}  // namespace quern::data
