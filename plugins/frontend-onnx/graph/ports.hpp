// Inputs and outputs of the whole model.
#pragma once

#include <quern/graph/graph.hpp>

namespace quern::frontend::onnx {

// Throws UnsupportedError where an input or output is a sequence, map or optional, and InputError where an
// input has no element type.
void require_tensor_ports(const Graph& graph);

}  // namespace quern::frontend::onnx
