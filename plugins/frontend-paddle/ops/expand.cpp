// expand, expand_as, tile, in both generations; meshgrid.
#include "ops/context.hpp"

namespace quern::frontend::paddle {
namespace {

// Repeats the tensor along its axes; the shorter of shape and times gets ones in front.
void repeat(Context& layer, std::vector<int64_t> times) {
  std::string x = layer.input("X");
  Shape dims = layer.shape(x);
  if (times.size() < dims.size()) times.insert(times.begin(), dims.size() - times.size(), 1);
  if (times.size() > dims.size()) {
    dims.insert(dims.begin(), times.size() - dims.size(), 1);
    x = layer.reshape("extended", x, dims);
  }
  layer.make("Tile", {x, layer.emit().ints("times", times)});
}

void translate_expand_v1(Context& layer) {
  repeat(layer, layer.ints_of("expand_times", "ExpandTimes", "expand_times_tensor"));
}
void translate_tile(Context& layer) {
  repeat(layer, layer.ints_of("repeat_times", "RepeatTimes", "repeat_times_tensor"));
}

void translate_expand_as_v1(Context& layer) {
  const Shape dims = layer.shape(layer.input("X"));
  const Shape target = layer.has_input("target_tensor") ? layer.shape(layer.input("target_tensor"))
                                                        : layer.ints("target_shape");
  std::vector<int64_t> times;
  for (size_t i = 0; i < dims.size(); ++i) {
    if (target.size() != dims.size() || dims[i] < 1 || target[i] % dims[i] != 0)
      throw InputError("a tensor of shape " + to_string(dims) + " cannot be repeated to " +
                       to_string(target));
    times.push_back(target[i] / dims[i]);
  }
  repeat(layer, times);
}

// Axes of size 1 grow; -1 keeps the axis.
void broadcast(Context& layer, Shape shape) {
  for (int64_t& d : shape)
    if (d < 0) d = 1;
  layer.make("Expand", {layer.input("X"), layer.emit().ints("shape", shape)});
}

void translate_expand_v2(Context& layer) {
  broadcast(layer, layer.ints_of("shape", "Shape", "expand_shapes_tensor"));
}
void translate_expand_as_v2(Context& layer) {
  broadcast(layer, layer.has_input("Y") ? layer.shape(layer.input("Y")) : layer.ints("target_shape"));
}

// Output i varies along axis i as input i does.
void translate_meshgrid(Context& layer) {
  const std::vector<std::string> axes = layer.inputs("X"), outputs = layer.outputs("Out");
  if (axes.size() != outputs.size()) throw InputError("meshgrid needs one output per input");
  Shape shape;
  for (const std::string& axis : axes) shape.push_back(element_count(layer.shape(axis)));
  for (size_t i = 0; i < axes.size(); ++i) {
    Shape line(axes.size(), 1);
    line[i] = shape[i];
    layer.emit().make(outputs[i], "Expand",
                      {layer.reshape("line", axes[i], line), layer.emit().ints("shape", shape)});
  }
}

QUERN_PADDLE_OP("expand", translate_expand_v1);
QUERN_PADDLE_OP("tile", translate_tile);
QUERN_PADDLE_OP("expand_as", translate_expand_as_v1);
QUERN_PADDLE_OP("expand_v2", translate_expand_v2);
QUERN_PADDLE_OP("expand_as_v2", translate_expand_as_v2);
QUERN_PADDLE_OP("meshgrid", translate_meshgrid);

}  // namespace
}  // namespace quern::frontend::paddle
