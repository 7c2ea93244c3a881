// reshape, squeeze, unsqueeze, flatten, in both generations. The second output XShape serves training.
#include <set>

#include "ops/context.hpp"

namespace quern::frontend::paddle {
namespace {

// 0 keeps the axis, one -1 takes what is left: as in ONNX.
void translate_reshape(Context& layer) {
  const std::vector<int64_t> shape = layer.ints_of("shape", "Shape", "ShapeTensor");
  layer.make("Reshape", {layer.input("X"), layer.emit().ints("shape", shape)});
}

// Axes that are not of size 1 stay; no axes: all of size 1 go.
void translate_squeeze(Context& layer) {
  const std::string x = layer.input("X");
  const Shape dims = layer.shape(x);
  const std::vector<int64_t> axes =
      axes_from_front(layer.ints_of("axes", "AxesTensor", "AxesTensorList"), dims.size());
  const std::set<int64_t> chosen(axes.begin(), axes.end());
  Shape shape;
  for (size_t i = 0; i < dims.size(); ++i)
    if (dims[i] != 1 || (!axes.empty() && !chosen.contains(int64_t(i)))) shape.push_back(dims[i]);
  layer.finish(layer.reshape("squeezed", x, shape));
}

// Axes count in the growing result, one after the other.
void translate_unsqueeze(Context& layer) {
  const std::string x = layer.input("X");
  Shape shape = layer.shape(x);
  for (const int64_t axis : layer.ints_of("axes", "AxesTensor", "AxesTensorList")) {
    const size_t position = axis_from_front(axis, shape.size() + 1);
    shape.insert(shape.begin() + std::ptrdiff_t(position), 1);
  }
  layer.make("Reshape", {x, layer.emit().ints("shape", shape)});
}

// A matrix: the axes before `axis` are its rows.
void translate_flatten(Context& layer) {
  const std::string x = layer.input("X");
  const Shape dims = layer.shape(x);
  const int64_t axis = layer.integer("axis", 1);
  if (axis < 0 || axis > int64_t(dims.size()))
    throw InputError("axis " + std::to_string(axis) + " to flatten a tensor of shape " + to_string(dims));
  const Shape rows(dims.begin(), dims.begin() + axis), columns(dims.begin() + axis, dims.end());
  layer.make("Reshape", {x, layer.emit().ints("shape", {element_count(rows), element_count(columns)})});
}

void translate_flatten_range(Context& layer) {
  const std::string x = layer.input("X");
  const Shape dims = layer.shape(x);
  if (dims.empty()) return layer.make("Reshape", {x, layer.emit().ints("shape", {1})});
  const size_t start = axis_from_front(layer.integer("start_axis", 1), dims.size());
  const size_t stop = axis_from_front(layer.integer("stop_axis", -1), dims.size());
  if (start > stop) throw InputError("flattening ends before it starts");
  Shape shape(dims.begin(), dims.begin() + std::ptrdiff_t(start));
  shape.push_back(
      element_count({dims.begin() + std::ptrdiff_t(start), dims.begin() + std::ptrdiff_t(stop) + 1}));
  shape.insert(shape.end(), dims.begin() + std::ptrdiff_t(stop) + 1, dims.end());
  layer.make("Reshape", {x, layer.emit().ints("shape", shape)});
}

QUERN_PADDLE_OP("reshape", translate_reshape);
QUERN_PADDLE_OP("reshape2", translate_reshape);
QUERN_PADDLE_OP("squeeze", translate_squeeze);
QUERN_PADDLE_OP("squeeze2", translate_squeeze);
QUERN_PADDLE_OP("unsqueeze", translate_unsqueeze);
QUERN_PADDLE_OP("unsqueeze2", translate_unsqueeze);
QUERN_PADDLE_OP("flatten", translate_flatten);
QUERN_PADDLE_OP("flatten2", translate_flatten);
QUERN_PADDLE_OP("flatten_contiguous_range", translate_flatten_range);

}  // namespace
}  // namespace quern::frontend::paddle
