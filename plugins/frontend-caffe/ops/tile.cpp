// Tile: repeats the tensor along one axis.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

void translate(Context& layer) {
  const FieldTree& p = layer.parameters("tile_param");
  std::vector<int64_t> repeats(layer.shape().size(), 1);
  repeats[layer.axis(p.get_int("axis", 1), repeats.size())] = layer.bounded(p, "tiles", 0, 1);
  layer.emit().make(layer.output(), "Tile", {layer.input(), layer.emit().ints("repeats", repeats)});
}

QUERN_CAFFE_LAYER("Tile", translate);

}  // namespace
}  // namespace quern::frontend::caffe
