// Sections that change nothing when a network is used: [dropout] and [empty]; [cost] and [contrastive] are
// for training only.
#include "ops/context.hpp"
#include "ops/geometry.hpp"

namespace quern::frontend::darknet {
namespace {

void measure_same(Geometry& layer) { layer.output(layer.input()); }

void translate_same(Context& layer) { layer.emit().make(layer.output(), "Identity", {layer.input()}); }

QUERN_TRANSLATOR(Geometry, "dropout", measure_same);
QUERN_TRANSLATOR(Context, "dropout", translate_same);
QUERN_TRANSLATOR(Geometry, "empty", measure_same);
QUERN_TRANSLATOR(Context, "empty", translate_same);
QUERN_TRANSLATOR(Geometry, "cost", measure_same);
QUERN_TRANSLATOR(Context, "cost", translate_same);
QUERN_TRANSLATOR(Geometry, "contrastive", measure_same);
QUERN_TRANSLATOR(Context, "contrastive", translate_same);

}  // namespace
}  // namespace quern::frontend::darknet
