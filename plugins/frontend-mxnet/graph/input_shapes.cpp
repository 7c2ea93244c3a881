#include "graph/input_shapes.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace quern::frontend::mxnet {
namespace {

// The output has the shape of the first input.
bool keeps_shape(const std::string& op) {
  constexpr std::array kOperators = {
      "BatchNorm",     "BlockGrad",   "Cast",         "Dropout",  "LeakyReLU", "_copy", "_div_scalar",
      "_minus_scalar", "_mul_scalar", "_plus_scalar", "amp_cast", "cast",      "clip",  "identity"};
  return std::find(kOperators.begin(), kOperators.end(), op) != kOperators.end();
}

// What a convolution of known weights takes: [batch, channels, space...], or channels last where its layout
// says so. Weights are [filters, channels / groups, kernel...] or [filters, kernel..., channels / groups].
std::optional<Shape> input_of(const Layer& convolution, const Parameters& parameters,
                              const std::string& weights_name) {
  const auto weights = parameters.find(weights_name);
  if (weights == parameters.end() || weights->second.dims.size() < 3) return std::nullopt;
  const Shape& dims = weights->second.dims;
  const bool channels_last = convolution.attributes.text("layout", "NCHW").ends_with('C');
  const size_t axis = channels_last ? dims.size() - 1 : 1;
  int64_t channels = 0;
  if (__builtin_mul_overflow(dims[axis], convolution.attributes.integer("num_group", 1), &channels) ||
      channels < 1)
    return std::nullopt;
  Shape shape(dims.size(), kUnknownDim);
  shape[axis] = channels;
  return shape;
}

}  // namespace

std::optional<Shape> stated_shape(const Attributes& attributes) {
  Shape shape = attributes.integers("__shape__");
  if (shape.empty()) return std::nullopt;
  for (int64_t& size : shape)
    if (size <= 0) size = kUnknownDim;
  return shape;
}

std::optional<Shape> guessed_shape(const std::string& input, const Symbol& symbol, const NamedLayers& layers,
                                   std::span<const size_t> order, const Parameters& parameters) {
  std::unordered_set<std::string> same = {input};  // tensors of the input's shape
  for (const size_t number : order) {
    const LayerPorts& ports = layers.ports[number];
    if (ports.inputs.empty() || !same.contains(ports.inputs[0])) continue;
    if (ports.type == "Convolution" && ports.inputs.size() > 1) {
      const Layer& layer = symbol.layers[layers.numbers[number]];
      if (std::optional<Shape> shape = input_of(layer, parameters, ports.inputs[1])) return shape;
    }
    if (keeps_shape(ports.type)) same.insert(ports.outputs[0]);
  }
  return std::nullopt;
}

}  // namespace quern::frontend::mxnet
