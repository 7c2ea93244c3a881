// INT8 weights and INT16 biases of convolution and fully connected layers.
#pragma once

#include <optional>

#include <quern/graph/tensor.hpp>

#include "lowering/quantisation.hpp"

namespace quern::bm1684 {

struct QuantisedWeights {
  Tensor weights;  // int8, shape of the float weights
  Tensor bias;     // int16 [M]; undefined where the layer has none
  int shift = 0;
  Quantisation output;  // as asked for, or with a somewhat larger threshold
};

// What the choice of shift and output scale is free to do.
struct WeightSettings {
  bool clamp_shift =
      false;              // where the weights need a left shift: shift 0 and saturated weights, not a refusal
  bool may_widen = true;  // the output's threshold may grow by less than a factor of 2
  bool is_rescaled = false;  // a Concat would bring a widened output back to its own scale, rounding again
};

// w8 = sat8(round(w * 2^shift * s_in / s_out)), b16 = sat16(round(b * 2^shift / s_out)), rounding half away
// from zero; weights are [M, ...].
//
// The target description takes the largest shift that lets the weights fit and tolerates that 3 % of the
// biases saturate. One bias cut off spoils a whole channel, and weights just above a power of two waste half
// of their range. So the shift, and where allowed a wider output scale that fills the weights' range, are
// chosen for the least expected error: rounding of weights and output plus what saturation cuts off the
// biases. Nothing where no shift >= 0 exists.
std::optional<QuantisedWeights> quantise_weights(const Tensor& weights, const Tensor* bias,
                                                 const Quantisation& input, const Quantisation& output,
                                                 WeightSettings settings);

}  // namespace quern::bm1684
