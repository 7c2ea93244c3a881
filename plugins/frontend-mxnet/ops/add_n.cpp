// The sum of any number of tensors.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

void translate_add_n(Context& layer) {
  (void)layer.input();
  layer.make(layer.input_count() == 1 ? "Identity" : "Sum", layer.inputs());
}

QUERN_MXNET_OPERATOR(translate_add_n, "add_n", "ElementWiseSum", "_sum");

}  // namespace
}  // namespace quern::frontend::mxnet
