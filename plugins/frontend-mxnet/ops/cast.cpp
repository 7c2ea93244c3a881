// Changes of the element type. Floating-point types are one in a converted model, so mixed precision ("amp")
// disappears.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

// From floating-point to integers towards zero, as ONNX's Cast.
void translate_cast(Context& layer) {
  layer.make_cast(layer.input(), layer.attributes().data_type("dtype", DataType::Float));
}

void translate_amp_multicast(Context& layer) {
  for (size_t i = 0; i < layer.output_count(); ++i)
    layer.emit().make(layer.output(i), "Identity", {layer.input(i)});
}

QUERN_MXNET_OPERATOR(translate_cast, "Cast", "cast", "amp_cast", "_npx_cast");
QUERN_MXNET_OPERATOR(translate_amp_multicast, "amp_multicast");

}  // namespace
}  // namespace quern::frontend::mxnet
