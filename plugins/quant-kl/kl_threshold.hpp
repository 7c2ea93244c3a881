// The threshold that keeps most of a tensor's information after quantisation to 8 bits.
//
// S. Migacz, "8-bit inference with TensorRT", GPU Technology Conference 2017. For every candidate threshold
// the histogram, with everything beyond folded into the last bin, is the reference P. The histogram up to the
// candidate, rounded to the levels of the 8-bit type and spread back evenly over the bins that are not empty,
// is Q. The candidate with the least Kullback-Leibler divergence KL(P || Q) wins.
//
// Different from the talk: the cells are those of the quantiser (level j holds what rounds to j: 127 levels
// beside 0 for signed tensors, 255 for unsigned ones), and exact zeros do not take part. Zero is a level of
// its own at any threshold, so zeros carry no information about it; behind a ReLU they would only drown the
// rest.
#pragma once

#include <quern/plugin.h>

namespace quern::quant_kl {

struct Settings {
  // Distance between candidates, in bins of the histogram.
  uint32_t step = 8;
  // At most this share of the values that are not zero may be clipped. It keeps a few samples, whose tail is
  // thin, from cutting off what more samples would show to be signal.
  double max_clipped = 0.01;
};

// In (0, max(|minimum|, |maximum|)]; 1 for a tensor that was always 0. The same on every machine.
// Throws InputError where the histogram contradicts itself.
double kl_threshold(const quern_statistics& statistics, const Settings& settings);

}  // namespace quern::quant_kl
