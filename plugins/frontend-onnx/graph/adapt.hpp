// Operators of any opset to operators of opset 17.
#pragma once

#include <quern/frontend/unsupported.hpp>
#include <quern/graph/graph.hpp>

namespace quern::frontend::onnx {

// Runs the adapter of every node, in subgraphs too. Afterwards all nodes have unique names and carry
// metadata["quern.source"]. What cannot be adapted, or is unknown to quern::ops afterwards, goes to
// `unsupported`.
void adapt(Model& model, Unsupported& unsupported);

}  // namespace quern::frontend::onnx
