// The attributes of convolutions and poolings as the chip's window.
#pragma once

#include "translate/translator.hpp"

namespace quern::bm1684 {

// Reads kernel_shape (or `kernel`, of 1 or 2 axes), strides, pads, dilations. One-dimensional windows slide
// along h. `reason` says what no instruction can do, or is empty; sizes beyond an instruction's fields are
// the caller's to look at.
struct WindowAttributes {
  Window window;
  std::string reason;
};
WindowAttributes window_attributes(const Node& node, const Shape& kernel);

// Why strides, dilations or pads of a window have no encoding; or empty.
std::string encoding_problem(const Window& window);

}  // namespace quern::bm1684
