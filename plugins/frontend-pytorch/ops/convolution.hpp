// Convolutions, as their own operators and those of quantised models have them.
#pragma once

#include "ops/context.hpp"

namespace quern::frontend::pytorch {

struct Convolution {
  std::string input, weight,
      bias;  // tensors of the graph; weight [M, C/groups, k...], transposed [C, M/groups, k...]
  std::vector<int64_t> strides = {}, padding = {}, dilations = {}, output_padding = {};  // empty: 1, 0, 1, 0
  bool same = false;  // pad so that the size stays (stride 1)
  bool transposed = false;
  int64_t groups = 1;
};

// Makes the call's result. Inputs without a batch axis are allowed.
void make_convolution(Call& call, const Convolution& convolution);

}  // namespace quern::frontend::pytorch
