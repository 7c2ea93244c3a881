// [detection]: the head of YOLOv1, which is not decoded.
#include "ops/detection_head.hpp"

namespace quern::frontend::darknet {
namespace {

void measure_detection(Geometry& layer) {
  if (layer.decode())
    throw UnsupportedError("boxes of YOLOv1 cannot be decoded in the graph", layer.options().where(),
                           kRawHeadHint);
  layer.output(layer.input());
}

QUERN_TRANSLATOR(Geometry, "detection", measure_detection);
QUERN_TRANSLATOR(Context, "detection", make_raw_head);

}  // namespace
}  // namespace quern::frontend::darknet
