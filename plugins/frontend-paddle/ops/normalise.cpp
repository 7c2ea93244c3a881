// layer_norm, instance_norm, group_norm, norm, lrn.
#include "ops/layout.hpp"

namespace quern::frontend::paddle {
namespace {

std::string filled_list(Context& layer, const char* suffix, int64_t count, float value) {
  return layer.emit().constant(suffix, Tensor::from(std::vector<float>(size_t(count), value)));
}

// Over all axes from begin_norm_axis on; Scale and Bias are flat.
void translate_layer_norm(Context& layer) {
  const std::string x = layer.input("X");
  const Shape dims = layer.shape(x);
  const size_t axis = axis_from_front(layer.integer("begin_norm_axis", 1), dims.size());
  const Shape inner(dims.begin() + std::ptrdiff_t(axis), dims.end());
  const std::string scale =
      layer.has_input("Scale") ? layer.input("Scale") : filled_list(layer, "ones", element_count(inner), 1);
  std::vector<std::string> inputs = {x, layer.reshape("scale", scale, inner)};
  if (layer.has_input("Bias")) inputs.push_back(layer.reshape("bias", layer.input("Bias"), inner));
  layer.emit().make(layer.output("Y"), "LayerNormalization", inputs,
                    {{"axis", int64_t(axis)}, {"epsilon", layer.number("epsilon", 1e-5)}});
}

// Per image and channel.
void translate_instance_norm(Context& layer) {
  const std::string x = layer.input("X");
  if (layer.rank(x) < 2) throw InputError("instance_norm needs a channel axis");
  const int64_t channels = layer.shape(x)[1];
  const auto parameter = [&](const char* slot, float fallback) {
    return layer.has_input(slot) ? layer.input(slot) : filled_list(layer, slot, channels, fallback);
  };
  layer.emit().make(layer.output("Y"), "InstanceNormalization",
                    {x, parameter("Scale", 1), parameter("Bias", 0)},
                    {{"epsilon", layer.number("epsilon", 1e-5)}});
}

// Per image and group of channels: the groups stand for the channels of an instance norm.
void normalise_groups(Context& layer, const std::string& x, const std::string& y) {
  const Shape dims = layer.shape(x);
  const int64_t groups = layer.integer("groups", 1);
  if (dims.size() < 2 || groups < 1 || dims[1] % groups != 0)
    throw InputError(to_string(dims) + " cannot be normalised in " + std::to_string(groups) + " groups");
  const std::string grouped = layer.reshape("groups", x, {dims[0], groups, -1});
  const std::string normal =
      layer.add("normal", "InstanceNormalization",
                {grouped, filled_list(layer, "ones", groups, 1), filled_list(layer, "zeros", groups, 0)},
                {{"epsilon", layer.number("epsilon", 1e-5)}});
  std::string result = layer.reshape("channels", normal, dims);
  Shape per_channel(dims.size(), 1);
  per_channel[1] = dims[1];
  if (layer.has_input("Scale"))
    result = layer.add("scaled", "Mul", {result, layer.reshape("scale", layer.input("Scale"), per_channel)});
  if (layer.has_input("Bias"))
    result = layer.add("biased", "Add", {result, layer.reshape("bias", layer.input("Bias"), per_channel)});
  layer.emit().make(y, "Identity", {result});
}

void translate_group_norm(Context& layer) {
  with_channels_first(
      layer, layer.input("X"), layer.output("Y"),
      [&](const std::string& x, const std::string& y) { normalise_groups(layer, x, y); }, "data_layout");
}

// x / sqrt(sum x^2 + epsilon) along one axis.
void translate_norm(Context& layer) {
  const std::string x = layer.input("X");
  const auto axis = int64_t(axis_from_front(layer.integer("axis", 1), layer.rank(x)));
  Emitter& emit = layer.emit();
  const std::string sum = layer.add("sum", "ReduceSumSquare", {x},
                                    {{"axes", std::vector<int64_t>{axis}}, {"keepdims", int64_t(1)}});
  const std::string length =
      layer.add("length", "Sqrt",
                {layer.add("shifted", "Add", {sum, emit.scalar("epsilon", layer.number("epsilon", 1e-10))})});
  layer.make("Div", {x, length});
}

// x / (k + alpha * sum of n neighbours' squares)^beta; ONNX divides alpha by n.
void translate_lrn(Context& layer) {
  const int64_t n = layer.integer("n", 5);
  with_channels_first(layer, layer.input("X"), layer.output(),
                      [&](const std::string& x, const std::string& y) {
                        layer.emit().make(y, "LRN", {x},
                                          {{"size", n},
                                           {"bias", layer.number("k", 2)},
                                           {"alpha", layer.number("alpha", 1e-4) * float(n)},
                                           {"beta", layer.number("beta", 0.75)}});
                      });
}

QUERN_PADDLE_OP("layer_norm", translate_layer_norm);
QUERN_PADDLE_OP("instance_norm", translate_instance_norm);
QUERN_PADDLE_OP("group_norm", translate_group_norm);
QUERN_PADDLE_OP("norm", translate_norm);
QUERN_PADDLE_OP("lrn", translate_lrn);

}  // namespace
}  // namespace quern::frontend::paddle
