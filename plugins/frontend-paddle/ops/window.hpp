// The windows of convolutions and poolings: kernel, strides, dilations, and padding in all its spellings.
#pragma once

#include "ops/context.hpp"

namespace quern::frontend::paddle {

struct Window {
  Shape kernel, strides, dilations;  // one entry per spatial axis
  Shape pads_begin, pads_end;

  // As ONNX writes it: all begins, then all ends.
  [[nodiscard]] std::vector<int64_t> pads() const;
};

// A list with one entry per axis; a single number stands for all axes. Throws InputError.
Shape per_axis(std::vector<int64_t> values, size_t axes, const char* what);

// Reads strides, dilations, paddings (one or two per axis, or four or more with those of batch and channel)
// and padding_algorithm: EXPLICIT, VALID, or SAME, which covers ceil(size / stride) positions, puts the odd
// cell at the end and knows no dilation. `spatial` are the sizes of the input.
Window window_of(const Context& layer, const Shape& kernel, const Shape& spatial);

}  // namespace quern::frontend::paddle
