// Local response normalisation over the channels of an NHWC image:
//   y = x / (bias + alpha * sum of squares over 2 * depth_radius + 1 channels) ^ beta.
#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

void translate_lrn(Context& layer) {
  const int64_t radius = layer.attribute("depth_radius", int64_t(5));
  if (radius < 0 || radius > 1 << 20) throw InputError("depth_radius is " + std::to_string(radius));
  const int64_t size = 2 * radius + 1;
  const Permutation order = channels_first(layer.rank(0));
  // ONNX divides alpha by the number of channels.
  layer.make("LRN", {layer.input(0, order)},
             {{"size", size},
              {"alpha", layer.attribute("alpha", 1.0f) * float(size)},
              {"beta", layer.attribute("beta", 0.5f)},
              {"bias", layer.attribute("bias", 1.0f)}},
             order);
}
QUERN_TRANSLATOR(Context, "LRN", translate_lrn);

}  // namespace
}  // namespace quern::frontend::tensorflow
