// INT8 weights and INT16 biases of convolution and fully connected layers.
#pragma once

#include <optional>
#include <string>

#include <quern/graph/tensor.hpp>

namespace quern::bm1684 {

struct QuantisedWeights {
  Tensor weights;  // int8, shape of the float weights
  Tensor bias;     // int16 [M]; undefined where the layer has none
  int shift = 0;
};

// w8 = sat8(round(w * 2^shift * s_in / s_out)), b16 = sat16(round(b * 2^shift / s_out)), rounding half away
// from zero. The shift is the largest that lets the weights fit, reduced while more than 3 % of the biases
// overflow 16 bits. Nothing where no shift >= 0 exists (`clamp_shift`: use 0 then and let weights saturate).
std::optional<QuantisedWeights> quantise_weights(const Tensor& weights, const Tensor* bias,
                                                 double input_scale, double output_scale, bool clamp_shift);

}  // namespace quern::bm1684
