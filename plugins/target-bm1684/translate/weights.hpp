// Weights and biases in the arrangements that the chip's instructions read (isa.md section 4).
#pragma once

#include <functional>

#include "layers/convolution.hpp"
#include "translate/translator.hpp"

namespace quern::bm1684 {

// The weight of output channel `oc`, input channel `ic` of its group, tap (y, x): its index in the tensor.
using WeightIndex = std::function<int64_t(int oc, int ic, int y, int x)>;

// What one convolution layer reads besides its input.
struct ConvolutionWeights {
  const quern::Tensor* weights = nullptr;  // float or int8
  const quern::Tensor* bias = nullptr;     // float or int16; may be null
  WeightIndex index{};
  int output_channels = 1, input_channels = 1;  // of one group the latter
};

// Gives the layer its coefficients: `window.kernel_*` and `is_depthwise` are read.
void add_coefficients(Translator& t, ConvolutionLayer& layer, const ConvolutionWeights& weights);

}  // namespace quern::bm1684
