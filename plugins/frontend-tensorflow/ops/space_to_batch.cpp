// SpaceToBatchND, BatchToSpaceND and their two-dimensional forebears. Around a convolution they spell
// dilation (graph/atrous.hpp); elsewhere they are pads, reshapes and one transpose.
#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

// Sizes of the blocks, and what is added or cut off in front and at the end: one entry per block axis (1, 2,
// ...).
struct Blocks {
  std::vector<int64_t> size, front, end;
};

// The old operators have one block size for both axes, as an attribute; the new ones have it as input 1.
Blocks blocks_of(Context& layer, const Shape& dims) {
  const bool is_old = !layer.op().ends_with("ND");
  Blocks blocks;
  blocks.size = is_old ? std::vector<int64_t>(2, layer.attribute("block_size", int64_t(0)))
                       : layer.ints(1, "the size of the blocks");
  const std::vector<int64_t> edges = layer.ints(is_old ? 1 : 2, "padding or crops");
  if (blocks.size.empty() || blocks.size.size() >= dims.size() || edges.size() != 2 * blocks.size.size())
    throw InputError("blocks of " + std::to_string(blocks.size.size()) + " axes with " +
                     std::to_string(edges.size()) + " edges for " + to_string(dims));
  for (size_t i = 0; i < blocks.size.size(); ++i) {
    blocks.front.push_back(edges[2 * i]);
    blocks.end.push_back(edges[2 * i + 1]);
    constexpr int64_t kLargest = int64_t(1) << 30;
    if (blocks.size[i] < 1 || blocks.size[i] > kLargest || edges[2 * i] < 0 || edges[2 * i + 1] < 0 ||
        edges[2 * i] > kLargest || edges[2 * i + 1] > kLargest)
      throw InputError("a block, padding or crop is out of bounds");
  }
  return blocks;
}

// Hands the image on and leaves dilation and padding to the convolution behind. False where the sizes forbid
// it.
bool becomes_dilation(Context& layer, const Blocks& blocks) {
  const auto found = layer.notes().atrous.find(layer.node().name);
  if (found == layer.notes().atrous.end()) return false;
  const AtrousConvolution& atrous = found->second;
  const std::optional<Tensor> block = layer.layouts().value(atrous.block),
                              crops = layer.layouts().value(atrous.crops);
  if (!block || !crops || block->to_int64() != blocks.size) return false;
  const std::vector<int64_t> cut = crops->to_int64();
  const size_t axes = blocks.size.size();
  if (cut.size() != 2 * axes || axes != (atrous.has_expanded_axis ? 1u : 2u)) return false;
  Notes::Dilation dilation;
  if (atrous.has_expanded_axis) dilation = {{1}, {0}, {0}};
  for (size_t i = 0; i < axes; ++i) {
    dilation.dilations.push_back(blocks.size[i]);
    dilation.begin.push_back(blocks.front[i] - cut[2 * i]);
    dilation.end.push_back(blocks.end[i] - cut[2 * i + 1]);
    if (dilation.begin.back() < 0 || dilation.end.back() < 0) return false;
  }
  layer.notes().dilated.insert_or_assign(atrous.convolution, std::move(dilation));
  layer.notes().without_batch_to_space.insert(atrous.batch_to_space);
  layer.forward(0);
  return true;
}

// [N, s1, s2, ..., rest] padded -> [N, s1/b1, b1, s2/b2, b2, ..., rest] -> [b1, b2, ..., N, s1/b1, ..., rest]
// -> [b1 * b2 * ... * N, s1/b1, ..., rest].
void translate_space_to_batch(Context& layer) {
  const Shape dims = layer.shape(0);
  const Blocks blocks = blocks_of(layer, dims);
  if (becomes_dilation(layer, blocks)) return;
  const size_t axes = blocks.size.size();
  Emitter& emit = layer.emit();
  std::vector<int64_t> pads(2 * dims.size(), 0);
  Shape split = {dims[0]}, result = {dims[0]}, perm;
  for (size_t i = 0; i < axes; ++i) {
    pads[1 + i] = blocks.front[i];
    pads[dims.size() + 1 + i] = blocks.end[i];
    const int64_t size = dims[1 + i] + blocks.front[i] + blocks.end[i];
    if (size % blocks.size[i] != 0)
      throw InputError(std::to_string(size) + " cells cannot be cut into blocks of " +
                       std::to_string(blocks.size[i]));
    split.insert(split.end(), {size / blocks.size[i], blocks.size[i]});
    result[0] *= blocks.size[i];
    element_count({result[0]});
    result.push_back(size / blocks.size[i]);
    perm.push_back(int64_t(2 + 2 * i));
  }
  perm.push_back(0);
  for (size_t i = 0; i < axes; ++i) perm.push_back(int64_t(1 + 2 * i));
  for (size_t i = 1 + axes; i < dims.size(); ++i) {
    perm.push_back(int64_t(split.size()));
    split.push_back(dims[i]);
    result.push_back(dims[i]);
  }
  const std::string padded = emit.add("padded", "Pad", {layer.input(0), emit.ints("pads", pads)});
  const std::string cut = emit.add("cut", "Reshape", {padded, emit.ints("split", split)});
  const std::string moved = emit.add("moved", "Transpose", {cut}, {{"perm", perm}});
  layer.make("Reshape", {moved, emit.ints("dims", result)});
}
QUERN_TRANSLATOR(Context, "SpaceToBatchND", translate_space_to_batch);
QUERN_TRANSLATOR(Context, "SpaceToBatch", translate_space_to_batch);

// [b1 * b2 * ... * N, s1, s2, ..., rest] -> [b1, b2, ..., N, s1, ..., rest] -> [N, s1, b1, s2, b2, ..., rest]
// -> [N, s1 * b1, s2 * b2, ..., rest] cropped. The old operator takes block and crops in the same way.
void translate_batch_to_space(Context& layer) {
  if (layer.notes().without_batch_to_space.contains(layer.node().name)) return layer.forward(0);
  const Shape dims = layer.shape(0);
  const Blocks blocks = blocks_of(layer, dims);
  const size_t axes = blocks.size.size();
  Emitter& emit = layer.emit();
  int64_t block = 1;
  for (const int64_t size : blocks.size) {
    block *= size;
    element_count({block});
  }
  if (dims[0] % block != 0)
    throw InputError("a batch of " + std::to_string(dims[0]) + " for blocks of " + std::to_string(block));
  Shape split(blocks.size), perm = {int64_t(axes)}, joined = {dims[0] / block}, begin = {0},
                            end = {joined[0]};
  split.push_back(dims[0] / block);
  for (size_t i = 0; i < axes; ++i) {
    split.push_back(dims[1 + i]);
    perm.insert(perm.end(), {int64_t(axes + 1 + i), int64_t(i)});
    joined.push_back(dims[1 + i] * blocks.size[i]);
    begin.push_back(blocks.front[i]);
    end.push_back(joined.back() - blocks.end[i]);
    if (end.back() < begin.back()) throw InputError("more is cropped than there is");
  }
  for (size_t i = 1 + axes; i < dims.size(); ++i) {
    perm.push_back(int64_t(split.size()));
    split.push_back(dims[i]);
    joined.push_back(dims[i]);
    begin.push_back(0);
    end.push_back(dims[i]);
  }
  const std::string cut = emit.add("cut", "Reshape", {layer.input(0), emit.ints("split", split)});
  const std::string moved = emit.add("moved", "Transpose", {cut}, {{"perm", perm}});
  const std::string whole = emit.add("joined", "Reshape", {moved, emit.ints("dims", joined)});
  layer.make("Slice", {whole, emit.ints("begin", begin), emit.ints("end", end)});
}
QUERN_TRANSLATOR(Context, "BatchToSpaceND", translate_batch_to_space);
QUERN_TRANSLATOR(Context, "BatchToSpace", translate_batch_to_space);

}  // namespace
}  // namespace quern::frontend::tensorflow
