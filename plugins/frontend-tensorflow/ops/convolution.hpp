// What the convolutions and poolings have in common: windows over the spatial axes.
#pragma once

#include "ops/context.hpp"

namespace quern::frontend::tensorflow {

// One entry per spatial axis.
struct Window {
  Shape kernel, strides, dilations;
  Shape begin, end;  // padding
};

// The spatial entries of a list attribute that has one entry per axis of the image (strides, dilations,
// ksize); 1s where it is absent. Throws UnsupportedError where batch or channels have another entry than 1.
Shape spatial_entries(Context& layer, std::string_view attribute, size_t rank);

// Padding of attribute "padding":
//   VALID: none.  EXPLICIT: attribute explicit_paddings, two entries per axis of the image.
//   SAME: out = ceil(in / stride); total = max((out - 1) * stride + (kernel - 1) * dilation + 1 - in, 0), the
//   smaller half in front.
// `window` has kernel, strides, dilations; begin and end are filled in.
void set_padding(Context& layer, Window& window, const Shape& spatial);

// The spatial dimensions of an image in the source's order.
Shape spatial_dims(Context& layer, const Shape& image);

// begin, then end: attribute "pads".
std::vector<int64_t> pads_of(const Window& window);

}  // namespace quern::frontend::tensorflow
