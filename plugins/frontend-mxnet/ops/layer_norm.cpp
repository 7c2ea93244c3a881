// LayerNorm over one axis, the last by default. ONNX normalises over all axes from one on, so another axis is
// brought to the end and back.
#include <numeric>

#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

void translate_layer_norm(Context& layer) {
  const size_t rank = layer.rank();
  const size_t axis = axis_of(layer.attributes().integer("axis", -1), rank);
  const float eps = float(layer.attributes().number("eps", 1e-5));
  const AttributeList attributes = {{"axis", int64_t(-1)}, {"epsilon", eps}};
  const std::string &gamma = layer.input(1), &beta = layer.input(2);
  if (axis == rank - 1) return layer.make("LayerNormalization", {layer.input(), gamma, beta}, attributes);
  Shape order(rank);  // swaps the axis with the last one, so it is its own inverse
  std::iota(order.begin(), order.end(), 0);
  std::swap(order[axis], order[rank - 1]);
  const std::string last = layer.add("axis_last", "Transpose", {layer.input()}, {{"perm", order}});
  const std::string normal = layer.add("normal", "LayerNormalization", {last, gamma, beta}, attributes);
  layer.make("Transpose", {normal}, {{"perm", order}});
}

QUERN_MXNET_OPERATOR(translate_layer_norm, "LayerNorm", "_npx_layer_norm");

}  // namespace
}  // namespace quern::frontend::mxnet
