// Constant nodes to initializers.
#pragma once

#include <quern/graph/graph.hpp>

namespace quern::frontend::onnx {

// Turns every Constant node of `graph` and its subgraphs into an initializer of the same name. All spellings
// are understood: value, sparse_value, value_float(s), value_int(s), value_string(s).
void hoist_constants(Graph& graph);

}  // namespace quern::frontend::onnx
