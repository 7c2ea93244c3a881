// [maxpool]: the largest number in a window, or, with maxpool_depth, of groups of channels.
#include <quern/frontend/pooling.hpp>

#include "ops/local_pool.hpp"

namespace quern::frontend::darknet {
namespace {

void measure_maxpool(Geometry& layer) {
  for (const char* option : {"antialiasing", "maxpool_zero_nonmax"}) layer.refuse(option);
  if (!layer.options().flag("maxpool_depth")) {
    layer.output(pooled(layer, pool_window_of(layer.options())));
    return;
  }
  const Dims& in = layer.input();
  const int64_t channels = layer.options().integer("out_channels", 1, 1, kMostOfAnything);
  if (in.channels % channels != 0)
    throw UnsupportedError("maxpool_depth of " + std::to_string(in.channels) + " channels to " +
                               std::to_string(channels) + ", which do not divide them",
                           layer.options().where("out_channels"));
  layer.output({channels, in.height, in.width});
}

// Output channel g is the largest of the channels g, g + out_channels, g + 2 out_channels, ...
void pool_depth(Context& layer) {
  const Dims &in = layer.in(), &out = layer.out();
  const std::string groups =
      layer.reshaped("groups", layer.input(),
                     {layer.batch(), in.channels / out.channels, out.channels, in.height, in.width});
  layer.emit().make(layer.output(), "ReduceMax", {groups}, {{"axes", Shape{1}}, {"keepdims", int64_t(0)}});
}

void translate_maxpool(Context& layer) {
  if (layer.options().flag("maxpool_depth")) return pool_depth(layer);
  const PoolWindow w = pool_window_of(layer.options());
  Pooling pooling;
  pooling.kernel = Shape(2, w.size);
  pooling.strides = {w.stride_y, w.stride_x};
  pooling.pads_begin = Shape(2, w.padding / 2);
  pooling.pads_end = Shape(2, w.padding - w.padding / 2);
  make_pooling(layer.emit(), layer.output(), layer.input(), pooling);
}

QUERN_TRANSLATOR(Geometry, "maxpool", measure_maxpool);
QUERN_TRANSLATOR(Context, "maxpool", translate_maxpool);

}  // namespace
}  // namespace quern::frontend::darknet
