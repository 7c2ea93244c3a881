// Orders and adds and removes axes.
#include <algorithm>
#include <numeric>

#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

// No axes: their order is reversed.
void translate_transpose(Context& layer) {
  const size_t rank = layer.rank();
  Shape order;
  for (const int64_t axis : layer.attributes().integers("axes"))
    order.push_back(int64_t(axis_of(axis, rank)));
  if (order.empty())
    for (size_t i = rank; i-- > 0;) order.push_back(int64_t(i));
  layer.make("Transpose", {layer.input()}, {{"perm", order}});
}

void translate_swap_axis(Context& layer) {
  const Attributes& a = layer.attributes();
  Shape order(layer.rank());
  std::iota(order.begin(), order.end(), 0);
  std::swap(order[axis_of(a.integer("dim1", 0), order.size())],
            order[axis_of(a.integer("dim2", 0), order.size())]);
  layer.make("Transpose", {layer.input()}, {{"perm", order}});
}

void translate_expand_dims(Context& layer) {
  const auto axis = int64_t(axis_of(layer.attributes().integer("axis", 0), layer.rank() + 1));
  layer.make("Unsqueeze", {layer.input(), layer.emit().ints("axis", {axis})});
}

// No axis: all of size 1 go; of a single value one stays.
void translate_squeeze(Context& layer) {
  const Shape shape = layer.shape();
  std::vector<bool> gone(shape.size(), false);
  if (layer.attributes().has("axis"))
    for (const int64_t axis : layer.attributes().integers("axis")) gone[axis_of(axis, shape.size())] = true;
  else
    for (size_t i = 0; i < shape.size(); ++i) gone[i] = shape[i] == 1;
  Shape result;
  for (size_t i = 0; i < shape.size(); ++i) {
    if (gone[i] && shape[i] != 1)
      throw InputError("axis " + std::to_string(i) + " is not 1 in " + to_string(shape));
    if (!gone[i]) result.push_back(shape[i]);
  }
  if (result.empty()) result = {1};
  layer.make_reshaped(layer.input(), result);
}

QUERN_MXNET_OPERATOR(translate_transpose, "transpose", "_np_transpose");
QUERN_MXNET_OPERATOR(translate_swap_axis, "SwapAxis", "swapaxes", "_npi_swapaxes");
QUERN_MXNET_OPERATOR(translate_expand_dims, "expand_dims", "_npi_expand_dims");
QUERN_MXNET_OPERATOR(translate_squeeze, "squeeze", "_np_squeeze");

}  // namespace
}  // namespace quern::frontend::mxnet
