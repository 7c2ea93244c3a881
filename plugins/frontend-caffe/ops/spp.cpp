// SPP: pools the input to 1, 2 x 2, 4 x 4, ... bins and joins all bins to one vector per batch item.
#include <quern/frontend/pooling.hpp>

#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

void translate(Context& layer) {
  const FieldTree& p = layer.parameters("spp_param");
  Emitter& emit = layer.emit();
  const Shape shape = layer.shape();
  if (shape.size() != 4) throw InputError("SPP needs [N, C, H, W], its input is " + to_string(shape));
  const int64_t height = layer.bounded(p, "pyramid_height", 0, 1, 16);
  const int64_t method = p.get_enum("pool", {{"MAX", 0}, {"AVE", 1}, {"STOCHASTIC", 2}}, 0);
  if (method > 1) throw UnsupportedError("stochastic pooling in a pyramid");
  std::vector<std::string> vectors;
  for (int64_t level = 0; level < height; ++level) {
    const int64_t bins = int64_t(1) << level;
    Pooling pooling;
    pooling.average = method == 1;
    for (const int64_t size : {shape[2], shape[3]}) {
      const int64_t kernel = (size + bins - 1) / bins;
      pooling.kernel.push_back(kernel);
      pooling.pads_begin.push_back((kernel * bins - size + 1) / 2);
    }
    pooling.strides = pooling.kernel;
    pooling.pads_end = pooling.pads_begin;
    pooling.ceil = true;
    pooling.drop_outside = pooling.pads_begin != Shape{0, 0};
    pooling.count_include_pad = true;
    const std::string number = std::to_string(level), pooled = emit.tensor("pool" + number);
    make_pooling(emit, pooled, layer.input(), pooling);
    vectors.push_back(emit.add("flat" + number, "Flatten", {pooled}));
  }
  emit.make(layer.output(), "Concat", vectors, {{"axis", int64_t(1)}});
}

QUERN_CAFFE_LAYER("SPP", translate);

}  // namespace
}  // namespace quern::frontend::caffe
