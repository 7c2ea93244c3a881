// [local_avgpool]: the average of a window's cells that lie inside the image.
#include <quern/frontend/pooling.hpp>

#include "ops/local_pool.hpp"

namespace quern::frontend::darknet {
namespace {

void measure_local_avgpool(Geometry& layer) { layer.output(pooled(layer, pool_window_of(layer.options()))); }

void translate_local_avgpool(Context& layer) {
  const PoolWindow w = pool_window_of(layer.options());
  Pooling pooling;
  pooling.average = true;
  pooling.kernel = Shape(2, w.size);
  pooling.strides = {w.stride_y, w.stride_x};
  pooling.pads_begin = Shape(2, w.padding / 2);
  pooling.pads_end = Shape(2, w.padding - w.padding / 2);
  make_pooling(layer.emit(), layer.output(), layer.input(), pooling);
}

QUERN_TRANSLATOR(Geometry, "local_avgpool", measure_local_avgpool);
QUERN_TRANSLATOR(Context, "local_avgpool", translate_local_avgpool);

}  // namespace
}  // namespace quern::frontend::darknet
