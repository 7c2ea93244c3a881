#include "convert.hpp"

#include <algorithm>

#include <quern/frontend/layers.hpp>
#include <quern/frontend/unsupported.hpp>

#include "graph/build.hpp"
#include "graph/measure.hpp"
#include "reader/cfg.hpp"
#include "reader/weights.hpp"

namespace quern::frontend::darknet {
namespace {

// Makes the graph's input. Batch, height and width may be bound to anything; unbound they are 1 and what
// [net] says, which is changed to what they are bound to. Returns the batch.
int64_t add_input(Graph& graph, Network& network, const std::vector<Binding>& bindings) {
  const Dims& image = network.image;
  ValueInfo input;
  input.name = kImageName;
  input.type = DataType::Float;
  input.shape = {kUnknownDim, image.channels, kUnknownDim, kUnknownDim};
  input.dim_names = {"batch", "", "height", "width"};
  graph.inputs.push_back(input);
  bind_inputs(graph, bindings);

  ValueInfo& bound = graph.inputs.front();
  Shape& shape = *bound.shape;
  const Shape fallback = {1, image.channels, image.height, image.width};
  for (size_t i = 0; i < shape.size(); ++i)
    if (shape[i] < 0) shape[i] = fallback[i];
  bound.dim_names.clear();
  if (exceeds(shape, kLargestTensor))
    throw InputError("an input of " + to_string(shape) + " is too large", network.options.where());
  graph.values.insert_or_assign(bound.name, bound);
  network.image = {shape[1], shape[2], shape[3]};
  return shape[0];
}

std::vector<LayerPorts> ports_of(const Network& network) {
  std::vector<LayerPorts> ports;
  for (const Layer& layer : network.layers) {
    LayerPorts port{layer.type, layer.name, {}, {layer.name}};
    for (const size_t input : layer.inputs) port.inputs.push_back(network.tensor(input));
    ports.push_back(std::move(port));
  }
  return ports;
}

// Where the network ends: what the user chose, each tensor once, or its own outputs.
std::vector<std::string> chosen_outputs(const Network& network, const ConvertOptions& options) {
  if (options.outputs.empty()) return network_outputs(network, options.decoding.decode);
  std::vector<std::string> outputs;
  for (const std::string& name : options.outputs) {
    if (name == kImageName) throw InputError("the network's input cannot be an output", name);
    if (std::find(outputs.begin(), outputs.end(), name) == outputs.end()) outputs.push_back(name);
  }
  return outputs;
}

void add_weights(Network& network, size_t layer_count, const Files& files) {
  const int64_t needed = floats_needed(network, layer_count);
  if (!files.weights_name.empty())
    load_weights(network, layer_count, files.weights, files.weights_name);
  else if (needed > 0)
    throw Error(QUERN_ERROR_ARGUMENT,
                "the network needs " + std::to_string(needed) + " weights, but no .weights file was given",
                files.cfg_name, "Give both files, in any order.");
}

// Darknet and ONNX must agree on what a layer makes.
void check_shape(const Context& layer, Emitter& emitter) {
  const Dims& out = layer.out();
  const Shape wanted = {layer.batch(), out.channels, out.height, out.width};
  if (emitter.static_shape(layer.output()) != wanted)
    throw Error(QUERN_ERROR_INTERNAL, "the translation of " + layer.output() + " makes " +
                                          to_string(emitter.static_shape(layer.output())) + ", not " +
                                          to_string(wanted));
}

Model converted(const Files& files, const ConvertOptions& options, const Host& host) {
  const bool decode = options.decoding.decode;
  const std::string text(reinterpret_cast<const char*>(files.cfg.data()), files.cfg.size());
  Network network = build_network(read_cfg(text, files.cfg_name, host), files.cfg_name);

  Model model;
  model.graph.name = std::filesystem::path(files.cfg_name).stem().string();
  const int64_t batch = add_input(model.graph, network, options.inputs);

  const std::vector<std::string> outputs = chosen_outputs(network, options);
  const std::vector<LayerPorts> ports = ports_of(network);
  const std::vector<size_t> order =
      needed_layers(ports, outputs, [](const std::string& tensor) { return tensor == kImageName; });
  // The weights of a layer stand behind those of all layers before it.
  const size_t layer_count = options.outputs.empty() ? ports.size() : order.empty() ? 0 : order.back() + 1;

  Unsupported unsupported;
  measure(network, layer_count, decode, unsupported);
  unsupported.report(host, files.cfg_name);
  add_weights(network, layer_count, files);

  Emitter emitter(model.graph);
  for (const LayerPorts& port : ports) emitter.reserve(port.name);
  translate_layers(
      ports, order, emitter, unsupported, [](const LayerPorts&) { return true; },
      [&](size_t number) {
        Context context(network, number, batch, options.decoding, emitter);
        Translations::find(ports[number].type)(context);
        if (!(decode && is_detection_head(network.layers[number]))) check_shape(context, emitter);
      });
  unsupported.report(host, files.cfg_name);
  emitter.end_at(outputs);
  model.opsets = canonical_opsets();
  return model;
}

}  // namespace

Model convert_network(const Files& files, const ConvertOptions& options, const Host& host) {
  return with_place(files.cfg_name, [&] { return converted(files, options, host); });
}

Model convert_files(const std::vector<std::filesystem::path>& paths, const ConvertOptions& options,
                    const Host& host) {
  const Files files = sort_files(paths, host);
  host.progress(0.0, "reading " + std::filesystem::path(files.cfg_name).filename().string());
  Model model = convert_network(files, options, host);
  host.progress(1.0, "converted");
  return model;
}

std::vector<std::string> supported_sections() { return Translations::names(); }

}  // namespace quern::frontend::darknet
