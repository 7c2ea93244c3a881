// The arithmetic of sliding windows: how kernel, strides, dilations, pads, auto_pad and ceil_mode of a
// convolution or pooling node turn an input size into an output size. Sources of the formulas: the ONNX
// definitions of Conv, ConvTranspose and MaxPool.
#pragma once

#include <cstdint>
#include <span>

#include <quern/graph/node.hpp>
#include <quern/graph/shape.hpp>

namespace quern::ops {

// One entry per spatial axis in every list. Sizes may be kUnknownDim where the input size is.
struct Window {
  Shape input;           // spatial input size
  Shape kernel;          // >= 1
  Shape strides;         // >= 1
  Shape dilations;       // >= 1
  Shape pads_begin;      // >= 0; 0 where auto_pad meets an unknown input size
  Shape pads_end;        // likewise. ceil_mode may let the last window read even further
  Shape output_padding;  // >= 0; only for transposed convolutions, else 0
  Shape output;          // spatial output size

  [[nodiscard]] size_t rank() const { return kernel.size(); }
  // Cells that the kernel spans with its dilation: (kernel - 1) * dilation + 1.
  [[nodiscard]] int64_t extent(size_t axis) const { return (kernel[axis] - 1) * dilations[axis] + 1; }
  // Kernel positions, e.g. 9 for 3x3.
  [[nodiscard]] int64_t taps() const { return element_count(kernel); }
  // Begin pads followed by end pads, as the attribute "pads" has them.
  [[nodiscard]] Shape pads() const;
  // The same window with axes of size 1 in front, so that 1-d and 2-d windows run through 3-d loops.
  // Throws UnsupportedError for more than three axes.
  [[nodiscard]] Window as_3d() const;
};

// The window of Conv, ConvInteger and their integer relatives. `kernel` is the spatial shape of the weights;
// the attribute kernel_shape, where present, must agree with it. Throws InputError where an attribute is out
// of range, has the wrong length, or the window does not fit into the padded input.
Window conv_window(const Node& node, std::span<const int64_t> input, std::span<const int64_t> kernel);

// The window of pooling nodes (attribute kernel_shape, optionally ceil_mode). Windows that would start
// behind the input and its begin padding are dropped. Throws InputError like conv_window().
Window pool_window(const Node& node, std::span<const int64_t> input);

// The window of ConvTranspose: strides, dilations and pads are those of the convolution that it transposes;
// resolves output_shape and output_padding. Throws InputError like conv_window().
Window conv_transpose_window(const Node& node, std::span<const int64_t> input,
                             std::span<const int64_t> kernel);

// A half-open range; empty where first >= last.
struct IndexRange {
  int64_t first, last;
  [[nodiscard]] int64_t size() const { return last > first ? last - first : 0; }
};

// The indices i of [0, count) for which 0 <= i * step + offset < bound. `step` >= 1.
IndexRange indices_inside(int64_t count, int64_t step, int64_t offset, int64_t bound);

}  // namespace quern::ops
