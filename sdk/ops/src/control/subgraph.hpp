// What If, Loop and Scan share: running a subgraph, and what is known of its outputs.
#pragma once

#include <quern/ops/interpreter.hpp>

#include "nn/checks.hpp"

namespace quern::ops::control {

// The subgraph in an attribute. Throws InputError where it is missing.
const Graph& subgraph(const Node& node, const char* attribute);

// Runs a subgraph inside the scope of the node. Throws InputError where subgraphs are nested too deeply.
std::vector<Tensor> run(const ComputeContext& ctx, const Graph& graph, const std::vector<Tensor>& inputs);

// The shape that holds for both: dimensions that differ become unknown; no shape where the ranks differ.
std::optional<Shape> common_shape(const std::optional<Shape>& a, const std::optional<Shape>& b);

// Puts the results of the iterations of Loop or Scan together along a new axis (counted in the result).
Tensor stack(const std::vector<Tensor>& slices, int64_t axis);

}  // namespace quern::ops::control
