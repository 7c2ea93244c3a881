// What symbols of old MXNet versions left out or meant differently.
#pragma once

#include "model/symbol.hpp"

namespace quern::frontend::mxnet {

// Makes a symbol of any version one that means the same to the newest:
// - before 0.9 the moving statistics of BatchNorm were no inputs of the node; they are NAME_moving_mean and
//   NAME_moving_var of the parameter file.
// - before 0.9.5 argmax and argmin wrote axis -1 for "over all elements".
void upgrade(Symbol& symbol);

}  // namespace quern::frontend::mxnet
