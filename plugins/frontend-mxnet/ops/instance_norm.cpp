// InstanceNorm: every channel of every image has its own mean and variance.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

void translate_instance_norm(Context& layer) {
  layer.make("InstanceNormalization", {layer.input(), layer.input(1), layer.input(2)},
             {{"epsilon", float(layer.attributes().number("eps", 1e-3))}});
}

QUERN_MXNET_OPERATOR(translate_instance_norm, "InstanceNorm", "_npx_instance_norm");

}  // namespace
}  // namespace quern::frontend::mxnet
