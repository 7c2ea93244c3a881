// Quantised models back to float.
#pragma once

#include <quern/graph/graph.hpp>

namespace quern::frontend::onnx {

// Dequantises constant weights, and removes QuantizeLinear/DequantizeLinear pairs on activations. What the
// pairs knew about a tensor's range is kept as model.metadata["quern.hint:<tensor>"] =
// "<threshold> <1 where the range reaches below zero, else 0>". Integer tensors that are inputs or outputs
// of the model, or that other integer operators read, stay quantised.
void dequantise(Model& model);

}  // namespace quern::frontend::onnx
