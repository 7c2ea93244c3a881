// ReLU with the slope of its negative side, and ReLU6 of forks.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

void translate_relu(Context& layer) {
  const double slope = layer.parameters("relu_param").get_real("negative_slope", 0);
  if (slope == 0) return layer.emit().make(layer.output(), "Relu", {layer.input()});
  layer.emit().make(layer.output(), "LeakyRelu", {layer.input()}, {{"alpha", float(slope)}});
}

void translate_relu6(Context& layer) {
  Emitter& emit = layer.emit();
  const auto most = float(layer.parameters("relu6_param").get_real("threshold", 6));
  emit.make(layer.output(), "Clip", {layer.input(), emit.scalar("least", 0.0f), emit.scalar("most", most)});
}

QUERN_CAFFE_LAYER("ReLU", translate_relu);
QUERN_CAFFE_LAYER("ReLU6", translate_relu6);

}  // namespace
}  // namespace quern::frontend::caffe
