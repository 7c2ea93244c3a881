// Inputs of sliding windows made such that an instruction has an encoding for the window.
#pragma once

#include "translate/translator.hpp"

namespace quern::bm1684 {

// What a window slides over, in place of a node's own input.
struct WindowInput {
  LayerTensor x;
  Window window;
  std::string reason;  // why there is none; or empty
};

// The input with pads of its own (zeros) where the window's are beyond 15.
WindowInput with_short_pads(Translator& t, const Node& node, const Window& window);

// Every window's elements as channels (c, ky, kx) of a 1x1 window, for strides and dilations beyond 15.
// `result` is the size of the output.
WindowInput as_patches(Translator& t, const Node& node, const Window& window, const Dims& result);

// Whether strides and dilations have an encoding.
bool is_encodable(const Window& window);

}  // namespace quern::bm1684
