// Nodes that scale and shift each channel by constants: BatchNormalization, and Add, Sub, Mul, Div with a
// constant that has one value, or one per channel.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "passes/editor.hpp"

namespace quern::passes {

// y[c] = scale[c] * x[c] + shift[c], in double so that folding rounds only once.
struct ChannelAffine {
  std::string x;
  std::vector<double> scale, shift;
};

// `node` as such an operation along axis 1 of its input. Nothing where it is something else, or where
// parameters are not constant float32 or shapes not static.
std::optional<ChannelAffine> channel_affine(const Editor& edit, const Node& node);

}  // namespace quern::passes
