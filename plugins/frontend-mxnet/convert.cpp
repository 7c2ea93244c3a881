#include "convert.hpp"

#include <algorithm>
#include <unordered_set>

#include <quern/frontend/layers.hpp>
#include <quern/frontend/translators.hpp>

#include "graph/tensors.hpp"
#include "graph/upgrade.hpp"
#include "graph/variables.hpp"
#include "ops/context.hpp"
#include "reader/files.hpp"
#include "reader/params.hpp"
#include "reader/symbol.hpp"

namespace quern::frontend::mxnet {
namespace {

// The tensors to end at. Variables are none: nothing would be left to compute.
std::vector<std::string> wanted_tensors(const NamedLayers& layers, const ConvertOptions& options,
                                        const Host& host) {
  std::vector<std::string> wanted;
  for (const std::string& name : options.outputs.empty() ? layers.heads : options.outputs) {
    const std::string tensor = find_tensor(layers, name);
    if (layers.variables.contains(tensor)) {
      if (!options.outputs.empty())
        throw InputError("\"" + name + "\" is an input or a parameter, not a tensor to end at", name);
      host.note("the output \"" + name + "\" is an input or a parameter; it is left out", name);
    } else if (std::find(wanted.begin(), wanted.end(), tensor) == wanted.end()) {
      wanted.push_back(tensor);
    }
  }
  if (wanted.empty()) throw InputError("the symbol computes nothing: all of its outputs are variables");
  return wanted;
}

using TensorSet = std::unordered_set<std::string>;

TensorSet used_tensors(const NamedLayers& layers, std::span<const size_t> order,
                       const std::vector<std::string>& wanted) {
  TensorSet used(wanted.begin(), wanted.end());
  for (const size_t number : order)
    used.insert(layers.ports[number].inputs.begin(), layers.ports[number].inputs.end());
  return used;
}

// Some operators have outputs that matter in training only, which no translator makes.
void require_outputs(const LayerPorts& ports, const TensorSet& used, std::span<const Node> made) {
  for (const std::string& output : ports.outputs) {
    const auto makes = [&](const Node& node) {
      return std::count(node.outputs.begin(), node.outputs.end(), output) > 0;
    };
    if (used.contains(output) && std::none_of(made.begin(), made.end(), makes))
      throw UnsupportedError("its output \"" + output + "\" is used, which is not supported");
  }
}

void translate(const Symbol& symbol, const NamedLayers& layers, std::span<const size_t> order,
               const TensorSet& used, Emitter& emitter, Unsupported& unsupported) {
  for (const LayerPorts& ports : layers.ports)
    for (const std::string& output : ports.outputs) emitter.reserve(output);
  translate_layers(
      layers.ports, order, emitter, unsupported,
      [](const LayerPorts& ports) { return Translators<Context>::find(ports.type) != nullptr; },
      [&](size_t number) {
        const LayerPorts& ports = layers.ports[number];
        const size_t before = emitter.graph().nodes.size();
        Context layer(symbol.layers[layers.numbers[number]], ports, emitter);
        Translators<Context>::find(layer.type())(layer);
        require_outputs(ports, used, std::span(emitter.graph().nodes).subspan(before));
      });
}

}  // namespace

Model convert_files(const std::vector<std::filesystem::path>& files, const ConvertOptions& options,
                    const Host& host) {
  const ModelFiles model = open_files(files);
  host.progress(0.0, "reading " + model.symbol.filename().string());
  const Blob& text = model.symbol_content;
  Symbol symbol =
      read_symbol({reinterpret_cast<const char*>(text.data()), text.size()}, model.symbol.string());
  Parameters parameters = read_params(model.parameters_content, model.parameters.string());
  return convert_model(std::move(symbol), std::move(parameters), options, host, model.symbol.string());
}

Model convert_model(Symbol symbol, Parameters parameters, const ConvertOptions& options, const Host& host,
                    const std::string& where) {
  return with_place(where, [&] {
    upgrade(symbol);
    const NamedLayers layers = name_tensors(symbol);
    const std::vector<std::string> wanted = wanted_tensors(layers, options, host);
    const std::vector<size_t> order = needed_layers(
        layers.ports, wanted, [&](const std::string& name) { return layers.variables.contains(name); });

    Model model;
    model.graph.name = "mxnet";
    add_variables(model.graph, symbol, layers, order, std::move(parameters), options.inputs);
    bind_inputs(model.graph, needed_bindings(model.graph, layers, options.inputs));
    require_static_inputs(model.graph, host);

    Emitter emitter(model.graph);
    Unsupported unsupported;
    translate(symbol, layers, order, used_tensors(layers, order, wanted), emitter, unsupported);
    host.progress(0.9, "translating operators");
    unsupported.report(host, where);
    emitter.end_at(wanted);
    model.opsets = canonical_opsets();
    host.progress(1.0, "converted");
    return model;
  });
}

}  // namespace quern::frontend::mxnet
