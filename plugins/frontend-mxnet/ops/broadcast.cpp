// Stretches axes of size 1.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

void make_expanded(Context& layer, const Shape& shape) {
  layer.make("Expand", {layer.input(), layer.emit().ints("shape", shape)});
}

// 0: as in the input. A longer shape has new axes in front.
void translate_broadcast_to(Context& layer) {
  const Shape input = layer.shape();
  Shape shape = layer.attributes().integers("shape");
  if (shape.size() < input.size())
    throw InputError("the shape has fewer axes than the input " + to_string(input));
  const size_t added = shape.size() - input.size();
  for (size_t i = 0; i < shape.size(); ++i)
    if (shape[i] == 0) shape[i] = i < added ? 1 : input[i - added];
  make_expanded(layer, shape);
}

void translate_broadcast_like(Context& layer) {
  const Shape like = layer.shape(1);
  const Shape lhs = layer.attributes().integers("lhs_axes"), rhs = layer.attributes().integers("rhs_axes");
  if (lhs.empty()) return make_expanded(layer, like);
  Shape shape = layer.shape();
  if (lhs.size() != rhs.size()) throw InputError("lhs_axes and rhs_axes differ in length");
  for (size_t i = 0; i < lhs.size(); ++i)
    shape[axis_of(lhs[i], shape.size())] = like[axis_of(rhs[i], like.size())];
  make_expanded(layer, shape);
}

void translate_broadcast_axis(Context& layer) {
  Shape shape = layer.shape();
  const Shape axes = layer.attributes().integers("axis"), sizes = layer.attributes().integers("size");
  if (axes.size() != sizes.size()) throw InputError("axis and size differ in length");
  for (size_t i = 0; i < axes.size(); ++i) shape[axis_of(axes[i], shape.size())] = sizes[i];
  make_expanded(layer, shape);
}

QUERN_MXNET_OPERATOR(translate_broadcast_to, "broadcast_to", "_np_broadcast_to");
QUERN_MXNET_OPERATOR(translate_broadcast_like, "broadcast_like");
QUERN_MXNET_OPERATOR(translate_broadcast_axis, "broadcast_axis", "broadcast_axes");

}  // namespace
}  // namespace quern::frontend::mxnet
