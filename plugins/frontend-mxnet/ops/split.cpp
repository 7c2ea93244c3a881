// Cuts a tensor into pieces along one axis.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

// Pieces of the given sizes. squeeze_axis removes the axis, which then has size 1 in every piece.
void make_pieces(Context& layer, const Shape& sizes, size_t axis) {
  const bool squeeze = layer.attributes().flag("squeeze_axis", false);
  if (sizes.size() != layer.output_count())
    throw InputError("there are " + std::to_string(sizes.size()) + " pieces but " +
                     std::to_string(layer.output_count()) + " outputs");
  const std::string axes = squeeze ? layer.emit().ints("axis", {int64_t(axis)}) : std::string();
  Node node("Split", {layer.input(), layer.emit().ints("sizes", sizes)}, {});
  node.set("axis", int64_t(axis));
  for (size_t i = 0; i < sizes.size(); ++i)
    node.outputs.push_back(squeeze ? layer.emit().tensor("piece") : layer.output(i));
  const std::vector<std::string> pieces = node.outputs;
  layer.emit().append(std::move(node));
  for (size_t i = 0; squeeze && i < pieces.size(); ++i)
    layer.emit().make(layer.output(i), "Squeeze", {pieces[i], axes});
}

Shape equal_pieces(int64_t size, int64_t count) {
  if (count < 1 || size % count != 0)
    throw InputError(std::to_string(size) + " cannot be cut into " + std::to_string(count) + " equal pieces");
  return Shape(size_t(count), size / count);
}

void translate_slice_channel(Context& layer) {
  const Shape shape = layer.shape();
  const size_t axis = axis_of(layer.attributes().integer("axis", 1), shape.size());
  make_pieces(layer, equal_pieces(shape[axis], int64_t(layer.output_count())), axis);
}

// Either equal sections, or pieces that begin at the indices; the first of those is 0.
void translate_split_v2(Context& layer) {
  const Attributes& a = layer.attributes();
  const Shape shape = layer.shape();
  const size_t axis = axis_of(a.integer("axis", 1), shape.size());
  if (const int64_t sections = a.integer("sections", 0); sections > 0)
    return make_pieces(layer, equal_pieces(shape[axis], sections), axis);
  const Shape begins = a.integers("indices");
  Shape sizes;
  for (size_t i = 0; i < begins.size(); ++i) {
    const int64_t end = i + 1 < begins.size() ? begins[i + 1] : shape[axis];
    if (begins[i] < 0 || begins[i] > end || end > shape[axis])
      throw InputError("the indices do not cut an axis of size " + std::to_string(shape[axis]));
    sizes.push_back(end - begins[i]);
  }
  if (begins.empty() || begins.front() != 0) throw InputError("the first index is not 0");
  make_pieces(layer, sizes, axis);
}

QUERN_MXNET_OPERATOR(translate_slice_channel, "SliceChannel", "split");
QUERN_MXNET_OPERATOR(translate_split_v2, "_split_v2");

}  // namespace
}  // namespace quern::frontend::mxnet
