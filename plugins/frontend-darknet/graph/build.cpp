#include "graph/build.hpp"

#include <map>
#include <unordered_set>

#include <quern/error.hpp>

namespace quern::frontend::darknet {
namespace {

// Ten times as many as the largest published networks have.
constexpr size_t kMostLayers = 10000;

// Other spellings of section names.
std::string canonical_type(const std::string& type) {
  static const std::map<std::string, std::string> names = {
      {"conv", "convolutional"}, {"conn", "connected"},          {"max", "maxpool"},
      {"avg", "avgpool"},        {"local_avg", "local_avgpool"}, {"lrn", "normalization"},
      {"soft", "softmax"},       {"deconv", "deconvolutional"},  {"silence", "empty"}};
  const auto it = names.find(type);
  return it == names.end() ? type : it->second;
}

// Tensors have no names in Darknet; these are the ones that OpenCV made common.
std::string layer_name(const std::string& type, size_t number) {
  return (type == "convolutional" ? "conv" : type) + "_" + std::to_string(number);
}

// The layers that the option `key` lists: counted from the network's begin, or back from this layer where
// negative.
std::vector<size_t> referenced(const Section& section, const std::string& key, size_t number) {
  const std::vector<int64_t> values = section.integers(key);
  if (values.empty())
    throw InputError("[" + section.type() + "] needs \"" + key + "\", the layers that it reads",
                     section.where());
  std::vector<size_t> layers;
  for (const int64_t value : values) {
    const int64_t layer = value < 0 ? int64_t(number) + value : value;
    if (layer < 0 || layer >= int64_t(number))
      throw InputError("\"" + key + "\" refers to layer " + std::to_string(value) +
                           ", but only the layers 0 to " + std::to_string(int64_t(number) - 1) +
                           " stand before this one (layer " + std::to_string(number) + ")",
                       section.where(key));
    layers.push_back(size_t(layer));
  }
  return layers;
}

std::vector<size_t> inputs_of(const Layer& layer, size_t number) {
  if (layer.type == "route") return referenced(layer.section, "layers", number);
  std::vector<size_t> inputs = {number == 0 ? kImage : number - 1};
  if (layer.type == "shortcut" || layer.type == "scale_channels" || layer.type == "sam") {
    const std::vector<size_t> from = referenced(layer.section, "from", number);
    inputs.insert(inputs.end(), from.begin(), from.end());
  }
  return inputs;
}

Dims image_dims(const Section& net) {
  const auto size = [&](const char* key) { return net.integer(key, 0, 0, kMostOfAnything); };
  const Dims dims = {size("channels"), size("height"), size("width")};
  if (dims.channels > 0 && dims.height > 0 && dims.width > 0) return dims;
  const int64_t inputs = size("inputs");
  if (inputs == 0)
    throw InputError("[net] does not say how large the input is", net.where(),
                     "It needs width, height and channels, or inputs.");
  return {inputs, 1, 1};
}

}  // namespace

bool is_detection_head(const Layer& layer) {
  return layer.type == "yolo" || layer.type == "gaussian_yolo" || layer.type == "region" ||
         layer.type == "detection";
}

bool is_transparent(const Layer& layer, bool decode) {
  return layer.type == "cost" || layer.type == "contrastive" || (!decode && is_detection_head(layer));
}

Network build_network(const std::vector<Section>& sections, const std::string& file) {
  if (sections.size() > kMostLayers)
    throw InputError("a network of " + std::to_string(sections.size()) + " sections is not converted", file);
  Network network;
  network.options = sections.at(0);
  network.image = image_dims(network.options);
  for (size_t i = 1; i < sections.size(); ++i) {
    const size_t number = i - 1;
    Layer layer;
    layer.type = canonical_type(sections[i].type());
    layer.name = layer_name(layer.type, number);
    layer.section = sections[i];
    layer.inputs = inputs_of(layer, number);
    for (const size_t input : layer.inputs)
      if (input != kImage && is_detection_head(network.layers[input]))
        throw InputError("layer " + layer.name + " reads " + network.layers[input].name +
                             ", which ends the network: nothing can stand behind a detection head",
                         layer.section.where(), "A [route] leads back to an earlier layer.");
    network.layers.push_back(std::move(layer));
  }
  if (network.layers.empty()) throw InputError("there are no layers in this network", file);
  return network;
}

std::vector<std::string> network_outputs(const Network& network, bool decode) {
  std::vector<bool> read(network.layers.size(), false);
  for (const Layer& layer : network.layers)
    for (const size_t input : layer.inputs)
      if (input != kImage) read[input] = true;
  std::vector<std::string> outputs;
  std::unordered_set<std::string> taken;
  for (size_t i = 0; i < network.layers.size(); ++i) {
    if (read[i]) continue;
    const Layer& layer = network.layers[i];
    // What reads the image itself makes a tensor in any case: an input cannot be an output.
    const bool stands_for_input = is_transparent(layer, decode) && layer.inputs[0] != kImage;
    const std::string& tensor = network.tensor(stands_for_input ? layer.inputs[0] : i);
    if (taken.insert(tensor).second) outputs.push_back(tensor);
  }
  return outputs;
}

}  // namespace quern::frontend::darknet
