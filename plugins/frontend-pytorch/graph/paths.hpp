// Names of weights.
#pragma once

#include "model/heap.hpp"

namespace quern::frontend::pytorch {

// Gives the objects below `root`, and the tensors that they hold, the path that leads to them:
// "layer1.0.conv1.weight". What is reached by several paths keeps the shortest.
void name_objects(Object& root);
// The same for the constants of the code: "CONSTANTS.c0".
void name_constants(const Value& constants);

}  // namespace quern::frontend::pytorch
