// BatchNorm as a trained network applies it: with the moving statistics. fix_gamma, on by default, means that
// the scale is 1 whatever the file says.
#include <cmath>

#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

// One value per channel.
Shape channel_shape(const Context& layer, size_t input) {
  const Shape shape = layer.shape(input);
  if (shape.size() != 1)
    throw InputError("the statistics have the shape " + to_string(shape) + ", not one value per channel");
  return shape;
}

std::string gamma_of(Context& layer) {
  if (!layer.attributes().flag("fix_gamma", true)) return layer.input(1);
  const Shape channels = channel_shape(layer, 3);
  check_constant_size(channels);
  return layer.emit().constant(
      "gamma", Tensor::from(std::vector<float>(size_t(element_count(channels)), 1.0f), channels));
}

// Where the channels are not the second axis: (x - mean) * (gamma / sqrt(variance + eps)) + beta, with the
// channels' values stretched to [C, 1, ...].
void make_along_axis(Context& layer, const std::string& gamma, double eps, size_t axis) {
  Shape along(layer.rank() - axis, 1);
  along[0] = channel_shape(layer, 3)[0];
  const std::string variance =
      layer.add("variance", "Add", {layer.input(4), layer.scalar_like("eps", layer.input(4), eps)});
  const std::string scale = layer.add("scale", "Div", {gamma, layer.add("deviation", "Sqrt", {variance})});
  const std::string centred =
      layer.add("centred", "Sub", {layer.input(), layer.reshaped("mean", layer.input(3), along)});
  const std::string scaled = layer.add("scaled", "Mul", {centred, layer.reshaped("factor", scale, along)});
  layer.make("Add", {scaled, layer.reshaped("beta", layer.input(2), along)});
}

void translate_batch_norm(Context& layer) {
  const double eps = layer.attributes().number("eps", 1e-3);
  const size_t rank = layer.rank();
  const size_t axis = axis_of(layer.attributes().integer("axis", 1), rank);
  const std::string gamma = gamma_of(layer);
  if (axis != 1) return make_along_axis(layer, gamma, eps, axis);
  layer.make("BatchNormalization", {layer.input(), gamma, layer.input(2), layer.input(3), layer.input(4)},
             {{"epsilon", float(eps)}});
}

QUERN_MXNET_OPERATOR(translate_batch_norm, "BatchNorm", "BatchNorm_v1", "CuDNNBatchNorm",
                     "_contrib_SyncBatchNorm", "_npx_batch_norm");

}  // namespace
}  // namespace quern::frontend::mxnet
