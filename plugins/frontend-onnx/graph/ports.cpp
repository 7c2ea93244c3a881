#include "graph/ports.hpp"

namespace quern::frontend::onnx {

void require_tensor_ports(const Graph& graph) {
  for (const auto* ports : {&graph.inputs, &graph.outputs})
    for (const ValueInfo& port : *ports)
      if (!port.is_tensor)
        throw UnsupportedError("\"" + port.name +
                                   "\" is a sequence, map or optional; models have tensors as "
                                   "inputs and outputs here",
                               port.name, "Export the model with plain tensors as inputs and outputs.");
  for (const ValueInfo& input : graph.inputs)
    if (input.type == DataType::Undefined)
      throw InputError("input \"" + input.name + "\" has no element type", input.name,
                       "The file is damaged: export the model again.");
}

}  // namespace quern::frontend::onnx
