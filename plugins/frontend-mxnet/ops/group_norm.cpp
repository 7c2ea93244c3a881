// GroupNorm: mean and variance over groups of channels. Scale and offset are one per channel, in MXNet 1.6
// one per group.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

// One value per channel or group, spread over [1, C, 1, ...].
std::string spread(Context& layer, size_t input, const char* suffix, const Shape& data, int64_t groups) {
  const int64_t values = element_count(layer.shape(input));
  Shape along(data.size(), 1);
  along[1] = data[1];
  if (values == data[1]) return layer.reshaped(suffix, layer.input(input), along);
  if (values != groups)
    throw InputError("there are " + std::to_string(values) + " values for " + std::to_string(groups) +
                     " groups of " + std::to_string(data[1]) + " channels");
  const std::string column = layer.reshaped("per_group", layer.input(input), {groups, 1});
  const std::string channels =
      layer.add("per_channel", "Expand", {column, layer.emit().ints("sizes", {groups, data[1] / groups})});
  return layer.reshaped(suffix, channels, along);
}

void translate_group_norm(Context& layer) {
  const Shape shape = layer.shape();
  const int64_t groups = layer.attributes().integer("num_groups", 1);
  if (shape.size() < 3 || groups < 1 || shape[1] % groups != 0)
    throw InputError(to_string(shape) + " cannot be normalised in " + std::to_string(groups) + " groups");
  check_constant_size({groups});
  const std::vector<float> ones(size_t(groups), 1.0f), zeros(size_t(groups), 0.0f);
  const std::string grouped =
      layer.reshaped("groups", layer.input(), {shape[0], groups, element_count(shape) / shape[0] / groups});
  const std::string normal = layer.add("normal", "InstanceNormalization",
                                       {grouped, layer.emit().constant("one", Tensor::from(ones)),
                                        layer.emit().constant("zero", Tensor::from(zeros))},
                                       {{"epsilon", float(layer.attributes().number("eps", 1e-5))}});
  const std::string back = layer.reshaped("ungrouped", normal, shape);
  const std::string scaled = layer.add("scaled", "Mul", {back, spread(layer, 1, "gamma", shape, groups)});
  layer.make("Add", {scaled, spread(layer, 2, "beta", shape, groups)});
}

QUERN_MXNET_OPERATOR(translate_group_norm, "GroupNorm", "_npx_group_norm");

}  // namespace
}  // namespace quern::frontend::mxnet
