#include "graph/values.hpp"

#include <unordered_map>
#include <unordered_set>

#include <quern/frontend/names.hpp>

namespace quern::frontend::caffe {
namespace {

std::string label(const Layer& layer) {
  return layer.type + " \"" + layer.name + "\"" +
         (layer.line > 0 ? " (line " + std::to_string(layer.line) + ")" : "");
}

// The number of the layer that writes each blob last.
std::unordered_map<std::string, size_t> last_writers(const Net& net) {
  std::unordered_map<std::string, size_t> last;
  for (size_t i = 0; i < net.layers.size(); ++i)
    for (const std::string& top : net.layers[i].tops) last[top] = i;
  return last;
}

InputError unknown_blob(const Layer& layer, const std::string& blob,
                        const std::unordered_map<std::string, std::string>& current) {
  std::vector<std::string> blobs;
  for (const auto& [name, tensor] : current) blobs.push_back(name);
  return InputError("it reads the blob \"" + blob + "\", which no layer before it makes", label(layer),
                    blobs.empty()
                        ? "The network has no input: add an Input layer."
                        : "The nearest names are " + quoted_list(nearest_names(blob, blobs, 3)) + ".");
}

}  // namespace

Values name_values(const Net& net, const std::vector<ValueInfo>& inputs,
                   const std::set<std::string>& hidden) {
  const auto last = last_writers(net);
  Names tensors, layer_names;
  for (const auto& [blob, layer] : last) tensors.take(blob);
  std::unordered_map<std::string, std::string> current;  // blob to the tensor that it holds now
  std::unordered_set<std::string> input_names, read;
  for (const ValueInfo& value : inputs) {
    tensors.take(value.name);
    input_names.insert(value.name);
    current[value.name] = value.name;
  }
  // The first layer of a name keeps it, whatever others of that name would be called.
  std::vector<bool> is_first;
  for (const Layer& layer : net.layers) is_first.push_back(layer_names.take(layer.name));
  Values values;
  std::vector<std::pair<std::string, std::string>> made;  // blob and tensor
  for (size_t i = 0; i < net.layers.size(); ++i) {
    const Layer& layer = net.layers[i];
    LayerPorts ports{layer.type, is_first[i] ? layer.name : layer_names.fresh(layer.name), {}, {}};
    for (const std::string& bottom : layer.bottoms) {
      const auto tensor = current.find(bottom);
      if (tensor == current.end()) throw unknown_blob(layer, bottom, current);
      ports.inputs.push_back(tensor->second);
      read.insert(tensor->second);
    }
    std::unordered_set<std::string> own;
    for (const std::string& top : layer.tops) {
      if (!own.insert(top).second)
        throw InputError("two of its tops are called \"" + top + "\"", label(layer));
      const bool keeps_name = last.at(top) == i && !input_names.contains(top);
      current[top] = keeps_name ? top : tensors.fresh(top + "/" + layer.name);
      ports.outputs.push_back(current[top]);
      made.emplace_back(top, current[top]);
    }
    values.layers.push_back(std::move(ports));
  }
  for (const auto& [blob, tensor] : made)
    if (!read.contains(tensor) && current[blob] == tensor && !hidden.contains(blob))
      values.outputs.push_back(tensor);
  return values;
}

}  // namespace quern::frontend::caffe
