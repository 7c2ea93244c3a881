// Layers that only move values between channels and cells: ShuffleChannel and Reorg.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

Shape image_shape(const Context& layer) {
  Shape shape = layer.shape();
  if (shape.size() != 4) throw InputError("it needs [N, C, H, W], its input is " + to_string(shape));
  return shape;
}

// Channel i of group g goes to place i * groups + g.
void translate_shuffle(Context& layer) {
  Emitter& emit = layer.emit();
  const Shape shape = image_shape(layer);
  const int64_t groups = layer.bounded(layer.parameters("shuffle_channel_param"), "group", 1, 1);
  if (shape[1] % groups != 0)
    throw InputError(std::to_string(groups) + " groups do not divide " + std::to_string(shape[1]) +
                     " channels");
  const std::string grouped = emit.add(
      "grouped", "Reshape",
      {layer.input(), emit.ints("grouped_shape", {shape[0], groups, shape[1] / groups, shape[2], shape[3]})});
  const std::string shuffled =
      emit.add("shuffled", "Transpose", {grouped}, {{"perm", std::vector<int64_t>{0, 2, 1, 3, 4}}});
  emit.make(layer.output(), "Reshape", {shuffled, emit.ints("shape", shape)});
}

// Darknet's reorganisation: the numbers of the input are read as [N, C / s^2, H s, W s], blocks of s x s
// cells of that become channels, and the result is read as [N, C s^2, H / s, W / s]. Reversed: channels
// become blocks.
void translate_reorg(Context& layer) {
  const FieldTree& p = layer.parameters("reorg_param");
  Emitter& emit = layer.emit();
  const Shape shape = image_shape(layer);
  const int64_t s = layer.bounded(p, "stride", 2, 1, 1 << 15), area = s * s;
  if (shape[1] % area != 0)
    throw InputError(std::to_string(shape[1]) + " channels are no multiple of " + std::to_string(area));
  if (p.get_bool("reverse", false))
    return emit.make(layer.output(), "DepthToSpace", {layer.input()}, {{"blocksize", s}, {"mode", "DCR"}});
  if (shape[2] % s != 0 || shape[3] % s != 0)
    throw InputError(to_string(shape) + " cannot be divided into blocks of " + std::to_string(s));
  const Shape large = {shape[0], shape[1] / area, shape[2] * s, shape[3] * s};
  const std::string spread = emit.add("spread", "Reshape", {layer.input(), emit.ints("spread_shape", large)});
  const std::string blocks = emit.add("blocks", "SpaceToDepth", {spread}, {{"blocksize", s}});
  const Shape result = {shape[0], shape[1] * area, shape[2] / s, shape[3] / s};
  emit.make(layer.output(), "Reshape", {blocks, emit.ints("shape", result)});
}

QUERN_CAFFE_LAYER("ShuffleChannel", translate_shuffle);
QUERN_CAFFE_LAYER("Reorg", translate_reorg);

}  // namespace
}  // namespace quern::frontend::caffe
