// Which inputs are images with channels last.
#pragma once

#include <optional>
#include <string>

#include "model/graph.hpp"

namespace quern::frontend::tensorflow {

// What the nodes behind an input tell about it.
struct ImageUse {
  enum class Layout { Unknown, ChannelsLast, ChannelsSecond };
  Layout layout = Layout::Unknown;
  std::optional<int64_t> channels;
};

// Follows `tensor` through operators that leave positions alone to the first ones that know about channels.
ImageUse image_use(const SourceGraph& graph, const std::string& tensor);

// Whether to hold an input in ONNX's order of axes: it has four or five, and the operators behind it take the
// last ones as channels; where they tell nothing, whether there are 1, 3 or 4 of these. `bound` may be in
// either order and counts where the model declares no shape.
bool is_channels_last(const ImageUse& use, const PartialShape& declared, const std::optional<Shape>& bound);

// The shape that the user bound, in the source's order of axes: users may count in the model's order or in
// the converted one's. The converted order counts where both fit `declared` and the channels.
Shape source_binding(const Shape& bound, const PartialShape& declared, const ImageUse& use);

}  // namespace quern::frontend::tensorflow
