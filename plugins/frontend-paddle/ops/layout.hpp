// Channels-last tensors: Paddle's data_format NHWC and NDHWC.
#pragma once

#include <string>

#include "ops/context.hpp"

namespace quern::frontend::paddle {

// Whether the attribute `name` (data_format, data_layout) puts the channels last.
bool is_channels_last(const Context& layer, const char* name = "data_format");

// The tensor with its channels moved from the end to axis 1, or back.
std::string channels_first(Context& layer, const std::string& tensor);
std::string channels_last(Context& layer, const std::string& tensor);

// Runs `make(input, output)`, which works on channels-first tensors, on tensors of any layout.
template <class Make>
void with_channels_first(Context& layer, const std::string& input, const std::string& output, Make&& make,
                         const char* attribute = "data_format") {
  if (!is_channels_last(layer, attribute)) return make(input, output);
  const std::string moved = layer.emit().tensor("channels_first_result");
  make(channels_first(layer, input), moved);
  layer.emit().make(output, "Identity", {channels_last(layer, moved)});
}

}  // namespace quern::frontend::paddle
