// Model-local functions.
#pragma once

#include <quern/graph/graph.hpp>

namespace quern::frontend::onnx {

// A node that came out of a function with its own opset imports carries the version of its operator set in
// this metadata entry until it has been adapted.
inline constexpr const char* kNodeOpset = "quern.opset";

// Replaces calls of the model's functions by their bodies, in subgraphs too; functions may call functions.
// Tensors inside of a body are named after the calling node. Throws InputError where functions are recursive
// or multiply beyond reason.
void inline_functions(Model& model);

}  // namespace quern::frontend::onnx
