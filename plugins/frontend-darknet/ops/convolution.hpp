// What [convolutional] and [deconvolutional] have in common.
#pragma once

#include <string>

#include "ops/context.hpp"
#include "ops/geometry.hpp"

namespace quern::frontend::darknet {

struct Convolution {
  int64_t filters, groups, size, stride_x, stride_y, dilation;
  int64_t padding;  // on every side, in cells of the input
  bool batch_normalize;
};

// Reads and checks the options. Throws InputError.
Convolution convolution_of(const Section& options);

// Declares biases and, where the layer has batch normalization, its scales, means and variances, `channels`
// of each. They stand before the weights of a convolution and around those of a connected layer.
void declare_biases(Geometry& layer, int64_t channels);
void declare_normalization(Geometry& layer, int64_t channels);

// Makes `output` from `input` by normalising its channels and adding the biases.
void make_normalization(Context& layer, const std::string& output, const std::string& input);

// What Darknet adds to the variance.
inline constexpr float kVarianceEpsilon = 1e-6f;

}  // namespace quern::frontend::darknet
