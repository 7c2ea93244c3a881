// A network to the nodes of a graph.
#pragma once

#include <quern/frontend/unsupported.hpp>

#include "graph/network.hpp"

namespace quern::frontend::paddle {

// Appends to model.graph, which has its inputs and parameters, the nodes that the variables `wanted` need.
// What cannot be translated goes to `unsupported`. Throws InputError. `network` assigns each variable once.
void translate(const Network& network, const std::vector<std::string>& wanted, Model& model,
               Unsupported& unsupported);

// The value of a variable, where it follows from constants and the shapes of model.graph's inputs.
std::optional<Tensor> evaluate(const Network& network, const std::string& variable, const Model& model);

// Whether the variables `wanted` depend on the input. Branches and loops count with all that they read.
bool is_needed(const Network& network, const std::vector<std::string>& wanted, const std::string& input);

}  // namespace quern::frontend::paddle
