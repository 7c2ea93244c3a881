// Reshape, Squeeze, ExpandDims: the elements stay, the axes change.
#include <algorithm>

#include "ops/context.hpp"
#include "ops/reshape_order.hpp"

namespace quern::frontend::tensorflow {
namespace {

// The dimensions that `wanted` stands for; one may be -1.
Shape resolved(const Shape& dims, Shape wanted) {
  const int64_t count = element_count(dims);
  const auto open = std::find(wanted.begin(), wanted.end(), -1);
  if (open != wanted.end()) {
    *open = 1;
    const int64_t rest = element_count(wanted);
    *open = rest == 0 ? 0 : count / rest;
  }
  for (const int64_t d : wanted)
    if (d < 0) throw InputError("a tensor of " + to_string(dims) + " cannot become " + to_string(wanted));
  if (element_count(wanted) != count)
    throw InputError("a tensor of " + to_string(dims) + " cannot become " + to_string(wanted));
  return wanted;
}

void make_reshaped(Context& layer, const Shape& dims, const Shape& wanted) {
  ReshapeOrder order = reshape_order(dims, wanted, layer.order(0));
  // [N, 1, 1, C] is an image of one pixel: it may as well lie as convolutions want it.
  if (order.after.empty() && wanted.size() >= 4 && moves_nothing(wanted, channels_first(wanted.size())))
    order.after = channels_first(wanted.size());
  const Shape lying = permuted_dims(wanted, order.after);
  quern::Node node("Reshape", {layer.input(0, order.before), layer.emit().ints("dims", lying)},
                   {layer.output()});
  node.set("allowzero", int64_t(1));
  layer.append(std::move(node), order.after);
}

void translate_reshape(Context& layer) {
  const std::optional<Shape> dims = layer.known_shape(0);
  const std::optional<Tensor> wanted = layer.value(1);
  if (dims && is_static(*dims) && wanted)
    make_reshaped(layer, *dims, resolved(*dims, wanted->to_int64()));
  else
    layer.make("Reshape",
               {layer.input(0), wanted ? layer.emit().ints("dims", wanted->to_int64()) : layer.as_int64(1)});
}
QUERN_TRANSLATOR(Context, "Reshape", translate_reshape);

// Attribute "squeeze_dims" (older: "axis"); empty: all axes of size 1.
void translate_squeeze(Context& layer) {
  const Shape dims = layer.shape(0);
  std::vector<int64_t> axes = layer.list("squeeze_dims");
  if (axes.empty()) axes = layer.list("axis");
  for (int64_t& axis : axes) axis = layer.axis(axis, dims.size());
  if (axes.empty())
    for (size_t i = 0; i < dims.size(); ++i)
      if (dims[i] == 1) axes.push_back(int64_t(i));
  std::sort(axes.begin(), axes.end());
  axes.erase(std::unique(axes.begin(), axes.end()), axes.end());
  const Permutation order = layer.order(0);
  std::vector<int64_t> held;
  for (const int64_t axis : axes) {
    if (dims[size_t(axis)] != 1)
      throw InputError("axis " + std::to_string(axis) + " of " + to_string(dims) + " is not 1");
    held.push_back(position_of(axis, order));
  }
  if (axes.empty()) return layer.forward(0);
  layer.make("Squeeze", {layer.input(0, order), layer.emit().ints("axes", held)}, {},
             without_axes(order, axes, dims.size()));
}
QUERN_TRANSLATOR(Context, "Squeeze", translate_squeeze);

void translate_expand_dims(Context& layer) {
  const size_t rank = layer.rank(0);
  const int64_t axis = layer.axis(layer.integer(1, "the new axis"), rank + 1);
  const Permutation order = layer.order(0), result = with_axis(order, axis, rank);
  layer.make("Unsqueeze", {layer.input(0, order), layer.emit().ints("axes", {position_of(axis, result)})}, {},
             result);
}
QUERN_TRANSLATOR(Context, "ExpandDims", translate_expand_dims);

}  // namespace
}  // namespace quern::frontend::tensorflow
