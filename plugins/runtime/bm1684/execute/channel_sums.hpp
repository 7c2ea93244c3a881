// Sums of products over windows, channel by channel: what depthwise convolution and average pooling have in
// common.
#pragma once

#include <functional>

#include "../machine_state.hpp"
#include "isa/types.hpp"

namespace quern::bm1684 {

struct ChannelSums {
  Dims input, result;
  Window window;
  Operand x;

  // fp32. weight(c, tap) is multiplied before summing, products of even and odd taps (those in the padding
  // too) have an accumulator each. finish(n, c, sums [h][w]) takes the result.
  void floats(MachineState& machine, const std::function<float(int c, int tap)>& weight,
              const std::function<void(int n, int c, float* sums)>& finish) const;
  void integers(MachineState& machine, const std::function<int32_t(int c, int tap)>& weight,
                const std::function<void(int n, int c, int32_t* sums)>& finish) const;
};

}  // namespace quern::bm1684
