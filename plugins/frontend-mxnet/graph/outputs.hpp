// How many tensors an operator reads and makes, where that depends on its kind or its attributes.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/symbol.hpp"

namespace quern::frontend::mxnet {

// What the names of a layer's outputs have behind the layer's own name. At least `used` outputs. Throws
// InputError where the attributes claim an absurd number.
std::vector<std::string> output_suffixes(const Layer& layer, size_t used);

// How many inputs count: the labels of loss layers only matter in training.
size_t read_inputs(const Layer& layer);

}  // namespace quern::frontend::mxnet
