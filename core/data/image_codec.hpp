// The decoders behind decode_image(), one per format.
#pragma once

#include "data/image.hpp"

namespace quern::data {

Image decode_jpeg(std::span<const std::byte> bytes, const std::string& where);
Image decode_png(std::span<const std::byte> bytes, const std::string& where);

// Throws InputError where an image has no pixels, more than kMaxPixels, or more than `max_pixels`, which is
// what a file of its size can hold. Both sides are below 2^32.
void check_dimensions(uint64_t width, uint64_t height, uint64_t max_pixels, const std::string& where);

}  // namespace quern::data
