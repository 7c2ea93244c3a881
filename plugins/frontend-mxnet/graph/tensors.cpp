#include "graph/tensors.hpp"

#include <algorithm>

#include "graph/outputs.hpp"

namespace quern::frontend::mxnet {
namespace {

// The highest output number of each layer that anything refers to, plus 1.
std::vector<size_t> used_outputs(const Symbol& symbol) {
  std::vector<size_t> used(symbol.layers.size(), 1);
  const auto use = [&](const Entry& entry) {
    used[entry.layer] = std::max(used[entry.layer], entry.output + 1);
  };
  for (const Layer& layer : symbol.layers) std::for_each(layer.inputs.begin(), layer.inputs.end(), use);
  std::for_each(symbol.heads.begin(), symbol.heads.end(), use);
  return used;
}

}  // namespace

NamedLayers name_tensors(const Symbol& symbol) {
  NamedLayers named;
  Names tensors, layers;
  std::vector<std::vector<std::string>> outputs(symbol.layers.size());  // of every layer
  for (size_t i = 0; i < symbol.layers.size(); ++i) {
    const Layer& variable = symbol.layers[i];
    if (!variable.is_variable()) continue;
    named.variables.insert(variable.name);
    tensors.take(variable.name);
    outputs[i] = {variable.name};
  }
  const std::vector<size_t> used = used_outputs(symbol);
  for (size_t i = 0; i < symbol.layers.size(); ++i) {
    const Layer& layer = symbol.layers[i];
    if (layer.is_variable()) continue;
    for (const std::string& suffix : output_suffixes(layer, used[i]))
      outputs[i].push_back(tensors.fresh(layer.name + suffix));
  }
  const auto tensor = [&](const Entry& entry) -> const std::string& {
    const std::vector<std::string>& list = outputs[entry.layer];
    if (entry.output >= list.size())
      throw InputError("output " + std::to_string(entry.output) + " of \"" + symbol.layers[entry.layer].name +
                       "\" is used, which has " + std::to_string(list.size()));
    return list[entry.output];
  };
  for (size_t i = 0; i < symbol.layers.size(); ++i) {
    const Layer& layer = symbol.layers[i];
    if (layer.is_variable()) continue;
    LayerPorts ports{layer.op, layers.fresh(layer.name), {}, outputs[i]};
    const size_t inputs = std::min(layer.inputs.size(), read_inputs(layer));
    for (size_t k = 0; k < inputs; ++k) ports.inputs.push_back(tensor(layer.inputs[k]));
    named.ports.push_back(std::move(ports));
    named.numbers.push_back(i);
  }
  for (const Entry& head : symbol.heads)
    if (const std::string& name = tensor(head);
        std::find(named.heads.begin(), named.heads.end(), name) == named.heads.end())
      named.heads.push_back(name);
  return named;
}

std::string find_tensor(const NamedLayers& layers, const std::string& name) {
  const auto exists = [&](const std::string& tensor) {
    return layers.variables.contains(tensor) ||
           std::any_of(layers.ports.begin(), layers.ports.end(), [&](const LayerPorts& ports) {
             return std::count(ports.outputs.begin(), ports.outputs.end(), tensor) > 0;
           });
  };
  constexpr std::string_view kEnding = "_output";
  if (exists(name) || !name.ends_with(kEnding)) return name;
  const std::string stem = name.substr(0, name.size() - kEnding.size());
  return exists(stem) ? stem : name;
}

}  // namespace quern::frontend::mxnet
