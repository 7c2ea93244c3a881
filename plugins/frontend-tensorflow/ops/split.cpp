// Cutting tensors along an axis.
#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

constexpr int64_t kMostPieces = 4096;

// Splits input `number` along source axis `axis` into outputs of these sizes.
std::vector<std::string> split(Context& layer, size_t number, int64_t axis, const std::vector<int64_t>& sizes,
                               bool are_outputs) {
  const Permutation order = layer.order(number);
  quern::Node node("Split", {layer.input(number, order), layer.emit().ints("sizes", sizes)}, {});
  for (size_t k = 0; k < sizes.size(); ++k)
    node.outputs.push_back(are_outputs ? layer.output(k) : layer.emit().tensor("piece"));
  node.set("axis", position_of(axis, order));
  std::vector<std::string> pieces = node.outputs;
  layer.emit().append(std::move(node));
  if (are_outputs)
    for (const std::string& piece : pieces) layer.layouts().define(piece, piece, order);
  return pieces;
}

void check_count(int64_t count) {
  if (count < 1 || count > kMostPieces)
    throw InputError("a tensor cannot be cut into " + std::to_string(count) + " pieces");
}

// Split(axis, tensor): pieces of equal size.
void translate_split(Context& layer) {
  const Shape dims = layer.shape(1);
  const int64_t axis = layer.axis(layer.integer(0, "the axis to cut"), dims.size());
  const int64_t count = layer.attribute("num_split", int64_t(1));
  check_count(count);
  if (dims[size_t(axis)] % count != 0)
    throw InputError(to_string(dims) + " cannot be cut into " + std::to_string(count) + " equal pieces");
  split(layer, 1, axis, std::vector<int64_t>(size_t(count), dims[size_t(axis)] / count), true);
}
QUERN_TRANSLATOR(Context, "Split", translate_split);

// SplitV(tensor, sizes, axis): one size may be -1, the rest.
void translate_split_v(Context& layer) {
  const Shape dims = layer.shape(0);
  const int64_t axis = layer.axis(layer.integer(2, "the axis to cut"), dims.size());
  std::vector<int64_t> sizes = layer.ints(1, "the sizes of the pieces");
  check_count(int64_t(sizes.size()));
  if (int64_t(sizes.size()) != layer.attribute("num_split", int64_t(sizes.size())))
    throw InputError("num_split is not the number of sizes, " + std::to_string(sizes.size()));
  int64_t rest = dims[size_t(axis)];
  for (const int64_t size : sizes) rest -= size > 0 ? size : 0;
  for (int64_t& size : sizes)
    if (size < 0) size = rest;
  split(layer, 0, axis, sizes, true);
}
QUERN_TRANSLATOR(Context, "SplitV", translate_split_v);

// Unpack: pieces of size 1, without the axis.
void translate_unpack(Context& layer) {
  const Shape dims = layer.shape(0);
  const int64_t axis = layer.axis(layer.attribute("axis", int64_t(0)), dims.size());
  const int64_t count = dims[size_t(axis)];
  check_count(count);
  if (count != layer.attribute("num", count))
    throw InputError("num is not the size of the axis, " + std::to_string(count));
  const Permutation order = layer.order(0);
  const auto pieces = split(layer, 0, axis, std::vector<int64_t>(size_t(count), 1), false);
  const std::string axes = layer.emit().ints("axes", {position_of(axis, order)});
  for (size_t k = 0; k < pieces.size(); ++k) {
    layer.emit().make(layer.output(k), "Squeeze", {pieces[k], axes});
    layer.layouts().define(layer.output(k), layer.output(k), without_axes(order, {axis}, dims.size()));
  }
}
QUERN_TRANSLATOR(Context, "Unpack", translate_unpack);

}  // namespace
}  // namespace quern::frontend::tensorflow
