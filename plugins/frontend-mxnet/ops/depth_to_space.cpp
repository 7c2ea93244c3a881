// Blocks of cells from and to channels; the block's position is the slower index, as in ONNX's "DCR".
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

void translate_depth_space(Context& layer) {
  layer.make(layer.type() == "depth_to_space" ? "DepthToSpace" : "SpaceToDepth", {layer.input()},
             {{"blocksize", layer.attributes().integer("block_size", 0)}});
}

QUERN_MXNET_OPERATOR(translate_depth_space, "depth_to_space", "space_to_depth");

}  // namespace
}  // namespace quern::frontend::mxnet
