// Branches and loops whose conditions do not depend on the data are evaluated away.
#pragma once

#include <functional>
#include <optional>

#include "graph/network.hpp"

namespace quern::frontend::paddle {

// The value of a variable behind the given operators, where it follows from constants and shapes.
using Evaluate = std::function<std::optional<Tensor>(const Network&, const std::string& variable)>;

// Replaces conditional_block, while and select_input in network.ops by what is executed. Those whose
// condition is not known stay. Throws UnsupportedError where loops run too long, InputError where a block
// does not exist.
void resolve_control_flow(const Program& program, Network& network, const Evaluate& evaluate);

}  // namespace quern::frontend::paddle
