// PReLU: a slope for the negative side of each channel, or one for all.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

void translate(Context& layer) {
  const FieldTree& p = layer.parameters("prelu_param");
  const Shape shape = layer.shape();
  if (shape.size() < 2) throw InputError("PReLU needs a channel axis, its input is " + to_string(shape));
  Shape slopes(shape.size() - 1, 1);
  if (!p.get_bool("channel_shared", false)) slopes[0] = shape[1];
  layer.emit().make(layer.output(), "PRelu",
                    {layer.input(), layer.constant("slope", 0, slopes, p.message("filler"))});
}

QUERN_CAFFE_LAYER("PReLU", translate);

}  // namespace
}  // namespace quern::frontend::caffe
