// The attributes of convolutions and poolings as the chip's window.
#pragma once

#include "translate/translator.hpp"

namespace quern::bm1684 {

// Reads kernel_shape (or `kernel`, of 1 or 2 axes), strides, pads, dilations. One-dimensional windows slide
// along h. `reason` says what the instructions cannot do, or is empty.
struct WindowAttributes {
  Window window;
  std::string reason;
};
WindowAttributes window_attributes(const Node& node, const Shape& kernel);

}  // namespace quern::bm1684
