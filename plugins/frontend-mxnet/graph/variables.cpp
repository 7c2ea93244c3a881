#include "graph/variables.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "graph/input_shapes.hpp"

namespace quern::frontend::mxnet {
namespace {

// From which input on an operator reads its weights; the largest number where it has none.
size_t first_weight(const std::string& op) {
  constexpr std::array kWeighted = {
      "BatchNorm",     "BatchNorm_v1", "CuDNNBatchNorm",        "Convolution", "Convolution_v1",
      "Deconvolution", "Embedding",    "FullyConnected",        "GroupNorm",   "InstanceNorm",
      "LayerNorm",     "LeakyReLU",    "_contrib_SyncBatchNorm"};
  const bool has_weights = std::find(kWeighted.begin(), kWeighted.end(), op) != kWeighted.end();
  return has_weights ? 1 : std::numeric_limits<size_t>::max();
}

// Symbols say of a weight how fast it learns; inputs do not learn.
bool is_trained(const Layer& variable) {
  return variable.attributes.has("__lr_mult__") || variable.attributes.has("__wd_mult__");
}

// The variables that are read, in the order of the file; and those of them that are read as weights.
struct ReadVariables {
  std::vector<const Layer*> variables;
  std::unordered_set<std::string> weights;
};

ReadVariables read_variables(const Symbol& symbol, const NamedLayers& layers, std::span<const size_t> order) {
  ReadVariables result;
  std::unordered_set<std::string> read;
  for (const size_t number : order) {
    const LayerPorts& ports = layers.ports[number];
    for (size_t i = 0; i < ports.inputs.size(); ++i) {
      if (!layers.variables.contains(ports.inputs[i])) continue;
      read.insert(ports.inputs[i]);
      if (i >= first_weight(ports.type)) result.weights.insert(ports.inputs[i]);
    }
  }
  for (const Layer& layer : symbol.layers)
    if (layer.is_variable() && read.erase(layer.name)) result.variables.push_back(&layer);
  return result;
}

void report_missing(const std::vector<std::string>& missing, const Parameters& parameters) {
  if (missing.empty()) return;
  constexpr size_t kShown = 5;
  std::vector<std::string> known;
  for (const auto& [name, tensor] : parameters) known.push_back(name);
  const std::vector<std::string> shown(missing.begin(),
                                       missing.begin() + std::ptrdiff_t(std::min(missing.size(), kShown)));
  throw InputError(std::to_string(missing.size()) +
                       (missing.size() == 1 ? " weight of the symbol has no value: "
                                            : " weights of the symbol have no value: ") +
                       quoted_list(shown) + (missing.size() > kShown ? ", ..." : ""),
                   "",
                   known.empty()
                       ? "The parameter file is empty."
                       : "The parameter file has other names, such as " +
                             quoted_list(nearest_names(missing.front(), known, 3)) +
                             ": give the one that was saved with this symbol (Module.save_checkpoint(), or "
                             "HybridBlock.export() instead of save_parameters()).");
}

}  // namespace

void add_variables(Graph& graph, const Symbol& symbol, const NamedLayers& layers,
                   std::span<const size_t> order, Parameters parameters,
                   const std::vector<Binding>& bindings) {
  const ReadVariables read = read_variables(symbol, layers, order);
  const auto is_bound = [&](const std::string& name) {
    return std::any_of(bindings.begin(), bindings.end(), [&](const Binding& b) { return b.name == name; });
  };
  std::vector<std::string> missing;
  for (const Layer* variable : read.variables) {
    const std::string& name = variable->name;
    if (const auto value = parameters.find(name); value != parameters.end()) {
      value->second.name = name;
      graph.initializers.emplace(name, value->second);
    } else if ((read.weights.contains(name) || is_trained(*variable)) && !is_bound(name)) {
      missing.push_back(name);
    } else {
      ValueInfo input;
      input.name = name;
      input.type = variable->attributes.data_type("__dtype__", DataType::Float);
      // Exporters state the shape of training; the user's counts.
      if (!is_bound(name)) input.shape = stated_shape(variable->attributes);
      graph.inputs.push_back(std::move(input));
    }
  }
  report_missing(missing, parameters);
  for (ValueInfo& input : graph.inputs)
    if (!input.shape) input.shape = guessed_shape(input.name, symbol, layers, order, parameters);
}

std::vector<Binding> needed_bindings(const Graph& graph, const NamedLayers& layers,
                                     const std::vector<Binding>& bindings) {
  std::vector<Binding> needed;
  for (const Binding& binding : bindings) {
    const bool is_input = std::any_of(graph.inputs.begin(), graph.inputs.end(),
                                      [&](const ValueInfo& v) { return v.name == binding.name; });
    const bool is_parameter = graph.initializers.contains(binding.name);
    if (is_input || is_parameter || !layers.variables.contains(binding.name)) needed.push_back(binding);
  }
  return needed;
}

}  // namespace quern::frontend::mxnet
