// Concat along an existing axis, stack along a new one.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

void translate_concat(Context& layer) {
  const Attributes& a = layer.attributes();
  const int64_t fallback = layer.type() == "_npi_concatenate" ? 0 : 1;
  const int64_t axis = a.has("dim") ? a.integer("dim", 1) : a.integer("axis", fallback);
  layer.make("Concat", layer.inputs(), {{"axis", int64_t(axis_of(axis, layer.rank()))}});
}

void translate_stack(Context& layer) {
  const auto axis = int64_t(axis_of(layer.attributes().integer("axis", 0), layer.rank() + 1));
  const std::string axes = layer.emit().ints("axis", {axis});
  std::vector<std::string> slices;
  for (const std::string& input : layer.inputs())
    slices.push_back(layer.add("slice", "Unsqueeze", {input, axes}));
  layer.make("Concat", slices, {{"axis", axis}});
}

QUERN_MXNET_OPERATOR(translate_concat, "Concat", "concat", "_rnn_param_concat", "_npi_concatenate");
QUERN_MXNET_OPERATOR(translate_stack, "stack", "_npi_stack");

}  // namespace
}  // namespace quern::frontend::mxnet
