// Bilinear resizing of 8-bit images.
#pragma once

#include "data/image.hpp"

namespace quern::data {

// Plain bilinear interpolation with half-pixel centres and no smoothing when shrinking, as OpenCV's
// INTER_LINEAR: weights have 11 bits and the arithmetic is in integers, so the result is the same on every
// machine; it differs from OpenCV's by at most 1.
Image resize(const Image& image, int width, int height);

}  // namespace quern::data
