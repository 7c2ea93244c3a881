// Bringing operands that broadcast against each other into one order of axes.
#pragma once

#include <vector>

#include "ops/context.hpp"

namespace quern::frontend::tensorflow {

struct Operands {
  std::vector<std::string> inputs;  // converted tensors
  Permutation order;                // of all of them and of the result
};

// Takes the order that one of the operands of the highest rank lies in already, preferring one that is not
// the source's; constants and operands of lower rank are brought into that order.
Operands aligned(Context& layer, const std::vector<size_t>& numbers);
// All inputs of the node.
Operands aligned(Context& layer);

}  // namespace quern::frontend::tensorflow
