// The window attributes that convolutions and pooling share.
#pragma once

#include <optional>

#include <quern/graph/node.hpp>

namespace quern::cpu {

// One entry per spatial axis.
struct Window {
  Shape kernel, strides, dilations, pads_begin, pads_end;
};

// The window of a node whose data has `spatial` spatial axes. Empty where pads are not explicit or the lists
// have the wrong length (then the reference kernel says what is wrong).
std::optional<Window> window_of(const Node& node, const Shape& kernel, size_t spatial);

}  // namespace quern::cpu
