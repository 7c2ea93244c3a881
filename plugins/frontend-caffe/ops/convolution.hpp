// What convolutions in both directions have in common.
#pragma once

#include "ops/window.hpp"

namespace quern::frontend::caffe {

struct ConvolutionShape {
  size_t spatial_axes;
  int64_t inputs, outputs, group;  // channels
  Shape kernel, strides, pads, dilations;
  bool has_bias;
};

// Reads convolution_param. Types whose name says that they work on each channel by itself have one group per
// channel where no group is given. Throws InputError, UnsupportedError.
ConvolutionShape read_convolution(const Context& layer);

// The attributes of Conv and ConvTranspose.
std::vector<Attribute> window_attributes(const ConvolutionShape& shape);

}  // namespace quern::frontend::caffe
