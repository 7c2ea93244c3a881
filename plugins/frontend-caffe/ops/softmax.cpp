// Softmax, also in place of the loss that ends a training network.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

void translate(Context& layer) {
  const size_t axis = layer.axis(layer.parameters("softmax_param").get_int("axis", 1), layer.shape().size());
  layer.emit().make(layer.output(), "Softmax", {layer.input()}, {{"axis", int64_t(axis)}});
}

QUERN_CAFFE_LAYER("Softmax", translate);
QUERN_CAFFE_LAYER("SoftmaxWithLoss", translate);
QUERN_CAFFE_LAYER("SoftmaxLoss", translate);

}  // namespace
}  // namespace quern::frontend::caffe
