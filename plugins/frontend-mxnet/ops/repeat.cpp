// Copies of a tensor (tile) or of its elements (repeat).
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

// Whichever of the shape and the list of repetitions is shorter gets ones in front.
void translate_tile(Context& layer) {
  Shape shape = layer.shape(), times = layer.attributes().integers("reps");
  std::string input = layer.input();
  if (times.size() < shape.size()) times.insert(times.begin(), shape.size() - times.size(), 1);
  if (shape.size() < times.size()) {
    shape.insert(shape.begin(), times.size() - shape.size(), 1);
    input = layer.reshaped("more_axes", input, shape);
  }
  layer.make("Tile", {input, layer.emit().ints("reps", times)});
}

// Every element is expanded along a new axis behind its own, and the two become one.
void translate_repeat(Context& layer) {
  const Attributes& a = layer.attributes();
  const int64_t times = a.integer("repeats", 1);
  if (times < 1) throw UnsupportedError("repeats " + std::to_string(times));
  Shape shape = layer.shape();
  if (!a.has("axis")) shape = {element_count(shape)};
  const size_t axis = a.has("axis") ? axis_of(a.integer("axis", 0), shape.size()) : 0;
  Shape single = shape, expanded = shape;
  single.insert(single.begin() + std::ptrdiff_t(axis) + 1, 1);
  expanded.insert(expanded.begin() + std::ptrdiff_t(axis) + 1, times);
  shape[axis] = element_count({shape[axis], times});
  const std::string column = layer.reshaped("column", layer.input(), single);
  layer.make_reshaped(layer.add("copies", "Expand", {column, layer.emit().ints("sizes", expanded)}), shape);
}

QUERN_MXNET_OPERATOR(translate_tile, "tile", "_npi_tile");
QUERN_MXNET_OPERATOR(translate_repeat, "repeat");

}  // namespace
}  // namespace quern::frontend::mxnet
