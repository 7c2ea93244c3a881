// Structure of graphs that come from untrusted files.
#pragma once

#include <quern/graph/graph.hpp>

namespace quern::frontend::onnx {

// Sorts the nodes of `graph` and of its subgraphs topologically (a sorted graph keeps its order).
// Throws InputError, naming node and tensor, where a tensor is used but nothing makes it, where two things
// make the same tensor, where nodes depend on each other in a circle, or where a name is missing.
void validate(Graph& graph);

}  // namespace quern::frontend::onnx
