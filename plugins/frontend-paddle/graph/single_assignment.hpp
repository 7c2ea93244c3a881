// One name, one value: Paddle's operators may overwrite variables, ONNX nodes may not.
#pragma once

#include <string>
#include <unordered_map>

#include "graph/network.hpp"

namespace quern::frontend::paddle {

// Renames in network.ops so that every variable is made once. The last value of a variable keeps its name,
// earlier ones become NAME@1, NAME@2 ...; inputs and parameters keep theirs. Outputs that only update an
// operator's own parameters (running statistics) are dropped. Operators get their names. Returns, for inputs
// and parameters that were overwritten, the name of the last value.
std::unordered_map<std::string, std::string> assign_once(Network& network);

}  // namespace quern::frontend::paddle
