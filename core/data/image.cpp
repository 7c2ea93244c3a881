#include "data/image.hpp"

#include <algorithm>
#include <array>

#include <quern/error.hpp>

#include "data/image_codec.hpp"

namespace quern::data {

namespace {

constexpr std::array<uint8_t, 3> kJpegMagic = {0xFF, 0xD8, 0xFF};
constexpr std::array<uint8_t, 8> kPngMagic = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

template <size_t N>
bool starts_with(std::span<const std::byte> bytes, const std::array<uint8_t, N>& magic) {
  return bytes.size() >= N && std::equal(magic.begin(), magic.end(), bytes.begin(),
                                         [](uint8_t m, std::byte b) { return std::byte(m) == b; });
}

}  // namespace

bool is_image(std::span<const std::byte> first_bytes) {
  return starts_with(first_bytes, kJpegMagic) || starts_with(first_bytes, kPngMagic);
}

Image decode_image(std::span<const std::byte> bytes, const std::string& where) {
  if (starts_with(bytes, kJpegMagic)) return decode_jpeg(bytes, where);
  if (starts_with(bytes, kPngMagic)) return decode_png(bytes, where);
  throw InputError(bytes.empty() ? "the file is empty" : "this is neither a JPEG nor a PNG image", where,
                   "Convert it to one of these formats, or take it out of the data.");
}

void check_dimensions(uint64_t width, uint64_t height, uint64_t max_pixels, const std::string& where) {
  const std::string size = std::to_string(width) + "x" + std::to_string(height);
  if (width == 0 || height == 0) throw InputError("the image is empty (" + size + ")", where);
  if (width * height > uint64_t(kMaxPixels))
    throw InputError("the image claims to have " + size + " pixels; at most " + std::to_string(kMaxPixels) +
                         " pixels are accepted",
                     where, "Scale it down first.");
  if (width * height > max_pixels)
    throw InputError("the image claims to have " + size + " pixels, for which the file is too small", where,
                     "It is damaged or cut off.");
}

}  // namespace quern::data
