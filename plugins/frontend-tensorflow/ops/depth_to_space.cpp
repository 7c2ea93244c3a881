// DepthToSpace and SpaceToDepth: blocks of pixels to channels and back; the block's rows vary slowest.
#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

int64_t block_size(Context& layer) {
  const int64_t size = layer.attribute("block_size", int64_t(2));
  if (size < 1 || size > 1 << 16) throw InputError("a block of " + std::to_string(size) + " pixels");
  if (layer.rank(0) != 4) throw InputError("an image of four axes is expected");
  return size;
}

void translate_depth_to_space(Context& layer) {
  const Permutation order = layer.image_order(4);
  layer.make("DepthToSpace", {layer.input(0, order)},
             {{"blocksize", block_size(layer)}, {"mode", std::string("DCR")}}, order);
}
QUERN_TRANSLATOR(Context, "DepthToSpace", translate_depth_to_space);

void translate_space_to_depth(Context& layer) {
  const Permutation order = layer.image_order(4);
  layer.make("SpaceToDepth", {layer.input(0, order)}, {{"blocksize", block_size(layer)}}, order);
}
QUERN_TRANSLATOR(Context, "SpaceToDepth", translate_space_to_depth);

}  // namespace
}  // namespace quern::frontend::tensorflow
