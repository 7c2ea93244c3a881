// Dropout does nothing after training; where training did not scale up what was left, running scales it down.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

void translate(Context& layer) {
  const FieldTree& p = layer.parameters("dropout_param");
  Emitter& emit = layer.emit();
  if (p.get_bool("scale_train", true)) return emit.make(layer.output(), "Identity", {layer.input()});
  const auto kept = float(1 - p.get_real("dropout_ratio", 0.5));
  emit.make(layer.output(), "Mul", {layer.input(), emit.scalar("kept", kept)});
}

QUERN_CAFFE_LAYER("Dropout", translate);
QUERN_CAFFE_LAYER("SpatialDropout", translate);

}  // namespace
}  // namespace quern::frontend::caffe
