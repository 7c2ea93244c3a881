// One floating-point type.
#pragma once

#include <quern/graph/graph.hpp>

namespace quern::frontend::onnx {

// Turns float16, bfloat16 and float64 into float32 in `graph` and its subgraphs: constants, inputs, outputs,
// targets of casts, and tensors in attributes. Integer types stay as they are.
void to_float32(Graph& graph);

}  // namespace quern::frontend::onnx
