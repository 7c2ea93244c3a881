// The work in a graph.
#pragma once

#include <cstdint>

#include <quern/graph/graph.hpp>

namespace quern::report {

// Multiply-accumulates of one run of a node, padding counted as work; 0 for operators that multiply no
// weights or matrices. Throws InputError where a shape that is needed is not known.
int64_t macs_of(const Graph& graph, const Node& node);

}  // namespace quern::report
