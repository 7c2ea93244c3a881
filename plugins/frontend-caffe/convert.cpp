#include "convert.hpp"

#include <unordered_set>

#include <quern/frontend/unsupported.hpp>

#include "graph/inputs.hpp"
#include "graph/select.hpp"
#include "graph/values.hpp"
#include "ops/context.hpp"
#include "ops/refused.hpp"
#include "reader/read.hpp"

namespace quern::frontend::caffe {
namespace {

// What the network declares is a default: a bound input of the same rank takes its place.
void release_bound(Graph& graph, const std::vector<Binding>& bindings) {
  for (ValueInfo& input : graph.inputs)
    for (const Binding& binding : bindings)
      if (binding.name == input.name && input.shape) input.shape = Shape(input.shape->size(), kUnknownDim);
}

SharedWeights shared_weights(const Net& net) {
  SharedWeights shared;
  for (const Layer& layer : net.layers)
    for (size_t i = 0; i < layer.parameter_names.size() && i < layer.blobs.size(); ++i)
      if (!layer.parameter_names[i].empty() && layer.blobs[i].is_defined())
        shared.emplace(layer.parameter_names[i], layer.blobs[i]);
  return shared;
}

// Inputs that no layer on the way to the outputs reads go; what is left must have a shape.
void settle_inputs(Graph& graph, const std::vector<LayerPorts>& layers, const std::vector<size_t>& order,
                   const Host& host) {
  std::unordered_set<std::string> read;
  for (const size_t i : order) read.insert(layers[i].inputs.begin(), layers[i].inputs.end());
  std::erase_if(graph.inputs, [&](const ValueInfo& input) { return !read.contains(input.name); });
  std::erase_if(graph.values, [&](const auto& item) { return !read.contains(item.first); });
  require_static_inputs(graph, host);
}

// Layers that are refused need no inputs for that: so they are found behind others that are not translated
// either.
std::vector<LayerPorts> without_inputs_of_refused(std::vector<LayerPorts> layers) {
  for (LayerPorts& layer : layers)
    if (refusal_of(layer.type)) layer.inputs.clear();
  return layers;
}

void translate(const Net& net, const std::vector<LayerPorts>& layers, const std::vector<size_t>& order,
               Emitter& emitter, Unsupported& unsupported, const Host& host) {
  using Translator = Translators<Context>;
  for (const LayerPorts& layer : layers)
    for (const std::string& tensor : layer.outputs) emitter.reserve(tensor);
  const SharedWeights shared = shared_weights(net);
  size_t done = 0;
  int64_t room = kMostMadeUp;
  translate_layers(
      without_inputs_of_refused(layers), order, emitter, unsupported,
      [](const LayerPorts& layer) { return Translator::find(layer.type) || refusal_of(layer.type); },
      [&](size_t i) {
        if (const Refusal* refusal = refusal_of(layers[i].type)) throw refusal->error();
        Context context(net.layers[i], layers[i], net, shared, emitter, room);
        Translator::find(layers[i].type)(context);
        if (++done % 64 == 0)
          host.progress(0.2 + 0.8 * double(done) / double(order.size()), "translating layers");
      });
}

}  // namespace

Model convert_files(const std::vector<std::filesystem::path>& files, const ConvertOptions& options,
                    const Host& host) {
  host.progress(0.0, "reading " + files[0].filename().string());
  UnknownFields unknown;
  Net net = read_files(files, unknown);
  unknown.report(host);
  return convert_net(std::move(net), options, host, files[0].string());
}

Model convert_net(Net net, const ConvertOptions& options, const Host& host, const std::string& where) {
  return with_place(where, [&] {
    const std::set<std::string> hidden = select_layers(net);
    Model model;
    Graph& graph = model.graph;
    graph.name = net.name.empty() ? "caffe" : net.name;
    graph.inputs = take_inputs(net);
    release_bound(graph, options.inputs);
    bind_inputs(graph, options.inputs);

    Values values = name_values(net, graph.inputs, hidden);
    // A loss may have its bottoms in any order: what it hid is better than nothing.
    if (values.outputs.empty()) values = name_values(net, graph.inputs, {});
    const std::vector<std::string>& wanted = options.outputs.empty() ? values.outputs : options.outputs;
    for (const std::string& name : wanted)
      if (graph.values.contains(name))
        throw InputError("\"" + name + "\" is an input of the network: no layer makes it", name);
    if (wanted.empty())
      throw InputError("the network has no output", "", "Name a tensor to end at with --output.");
    const std::vector<size_t> order = needed_layers(
        values.layers, wanted, [&](const std::string& tensor) { return graph.values.contains(tensor); });
    settle_inputs(graph, values.layers, order, host);

    Unsupported unsupported;
    Emitter emitter(graph);
    translate(net, values.layers, order, emitter, unsupported, host);
    unsupported.report(host, where);

    emitter.end_at(wanted);
    model.opsets = canonical_opsets();
    host.progress(1.0, "converted");
    return model;
  });
}

}  // namespace quern::frontend::caffe
