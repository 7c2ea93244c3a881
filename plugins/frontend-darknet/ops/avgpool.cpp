// [avgpool]: the average of every channel.
#include "ops/context.hpp"
#include "ops/geometry.hpp"

namespace quern::frontend::darknet {
namespace {

void measure_avgpool(Geometry& layer) { layer.output({layer.input().channels, 1, 1}); }

void translate_avgpool(Context& layer) {
  layer.emit().make(layer.output(), "GlobalAveragePool", {layer.input()});
}

QUERN_TRANSLATOR(Geometry, "avgpool", measure_avgpool);
QUERN_TRANSLATOR(Context, "avgpool", translate_avgpool);

}  // namespace
}  // namespace quern::frontend::darknet
