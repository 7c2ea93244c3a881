#include "convert.hpp"

#include <algorithm>
#include <set>

#include <quern/frontend/cut_outputs.hpp>

#include "graph/fixed_inputs.hpp"
#include "graph/fold_flattening.hpp"
#include "graph/inline_functions.hpp"
#include "graph/inputs.hpp"
#include "graph/outputs.hpp"
#include "graph/ports.hpp"
#include "graph/variables.hpp"
#include "ops/context.hpp"
#include "ops/refused.hpp"
#include "reader/read.hpp"

namespace quern::frontend::tensorflow {
namespace {

using TensorSet = std::unordered_set<std::string>;

// `unread`: what nobody reads, where neither user nor signature name the outputs.
std::vector<GraphOutput> choose_outputs(const SourceGraph& graph, const std::vector<std::string>& wanted,
                                        const std::vector<std::string>& unread, const TensorSet& given,
                                        const Host& host) {
  std::vector<GraphOutput> outputs;
  for (const std::string& name : wanted) {
    const TensorName parsed = parse_tensor_name(name);  // "x:0" is called "x"
    outputs.push_back({tensor_of(graph, name), tensor_name(parsed.node, parsed.output)});
    if (given.contains(outputs.back().tensor))
      throw InputError("\"" + name + "\" is an input of the model and cannot be its output, too", name);
  }
  if (outputs.empty())
    for (const Port& port : graph.outputs) {
      const std::string tensor = current_name(graph, port.tensor);
      outputs.push_back({tensor, given.contains(port.key) ? tensor : port.key});
    }
  if (outputs.empty()) {
    for (const std::string& tensor : fed_tensors(graph, unread, given)) outputs.push_back({tensor, tensor});
    constexpr size_t kMostOutputs = 1000;
    if (outputs.size() > kMostOutputs)
      throw InputError("nobody reads " + std::to_string(outputs.size()) + " tensors of the graph", "",
                       "Name the outputs with --output.");
    if (outputs.empty())
      throw InputError("every tensor of the graph is read, so none is obviously its output", "",
                       "Name the outputs with --output.");
    std::vector<std::string> names;
    for (const GraphOutput& output : outputs) names.push_back(output.name);
    host.note("outputs are what nobody reads: " + quoted_list(names));
  }
  return outputs;
}

// Inputs that the chosen nodes read, bound to static shapes.
void add_inputs(Graph& graph, std::vector<GraphInput>& inputs, const TensorSet& read,
                const ConvertOptions& options, const Host& host) {
  std::erase_if(inputs, [&](const GraphInput& input) { return !read.contains(input.tensor); });
  std::vector<Binding> bindings;
  for (const GraphInput& input : inputs) {
    graph.inputs.push_back(value_info(input));
    if (!input.bound) continue;
    const Permutation order = input.as_nchw ? channels_first(input.bound->size()) : Permutation();
    bindings.push_back({input.tensor, permuted_dims(*input.bound, order)});
  }
  if (inputs.size() < options.inputs.size() && bindings.size() < options.inputs.size())
    for (const Binding& binding : options.inputs)
      host.warn("\"" + binding.name + "\" is bound, but the outputs do not depend on it", binding.name);
  bind_inputs(graph, bindings);
  require_static_inputs(graph, host);
  for (const GraphInput& input : inputs)
    if (input.as_nchw)
      host.note("image \"" + input.tensor + "\" comes in with channels second (" +
                    to_string(graph.shape(input.tensor)) + "); the model has them last",
                input.tensor);
}

// Translates the chosen nodes in order; nodes on branches that are never taken only pass that on.
void translate(const SourceGraph& source, const std::vector<LayerPorts>& layers,
               const std::vector<size_t>& order, Layouts& layouts, Notes& notes, Unsupported& unsupported) {
  const auto is_dead = [&](const LayerPorts& layer) {
    const auto dead = [&](const std::string& tensor) { return layouts.is_dead(tensor); };
    if (layer.inputs.empty()) return false;
    return layer.type.ends_with("Merge") ? std::all_of(layer.inputs.begin(), layer.inputs.end(), dead)
                                         : std::any_of(layer.inputs.begin(), layer.inputs.end(), dead);
  };
  const auto supports = [&](const LayerPorts& layer) {
    return is_dead(layer) || refusal_of(layer.type) || Translators::find(layer.type);
  };
  const auto translate_one = [&](size_t i) {
    const LayerPorts& layer = layers[i];
    if (is_dead(layer)) {
      for (const std::string& output : layer.outputs) layouts.kill(output);
      return;
    }
    if (const Refusal* refusal = refusal_of(layer.type)) throw refusal->error();
    layouts.begin(layer.name);
    Context context(source.nodes[i], layouts, notes);
    Translators::find(layer.type)(context);
  };
  translate_layers(layers, order, layouts.emit(), unsupported, supports, translate_one);
}

// `folded`: transposed tensors that nobody needs any more.
void report_moves(const Layouts& layouts, const TensorSet& folded, const Host& host) {
  std::vector<Layouts::Move> moves = layouts.moves();
  std::erase_if(moves, [&](const Layouts::Move& move) { return folded.contains(move.copy); });
  std::string list;
  constexpr size_t kMostListed = 8;
  for (size_t i = 0; i < moves.size() && i < kMostListed; ++i)
    list += (i ? ", \"" : ": \"") + moves[i].tensor + "\" for \"" + moves[i].reader + "\"";
  if (moves.size() > kMostListed) list += ", ...";
  host.note(std::to_string(moves.size()) + (moves.size() == 1 ? " transpose" : " transposes") +
            " between channels last and channels second" + list);
}

Model finished(Graph graph, const Notes& notes) {
  remove_unreachable(graph);
  Model model;
  model.opsets = canonical_opsets();
  model.graph = std::move(graph);
  for (const auto& [tensor, hint] : notes.hints) model.metadata["quern.hint:" + tensor] = hint;
  return model;
}

Model convert(SourceGraph source, const ConvertOptions& options, const Host& host, const std::string& where) {
  name_inputs_by_signature(source);
  const std::vector<std::string> unread = unread_tensors(source);
  inline_functions(source);
  freeze_variables(source);
  TensorSet bound;
  for (const Binding& binding : options.inputs) bound.insert(tensor_of(source, binding.name));
  fix_inputs(source, options.constants, bound, host);

  std::vector<GraphInput> inputs = find_inputs(source, options.inputs, options.nchw_inputs);
  TensorSet given, read;
  for (const GraphInput& input : inputs) given.insert(input.tensor);
  const std::vector<GraphOutput> outputs = choose_outputs(source, options.outputs, unread, given, host);

  Notes notes;
  notes.atrous = find_atrous_convolutions(source);
  const std::vector<LayerPorts> layers = ports_of(source, given, notes.atrous);
  std::vector<std::string> wanted;
  for (const GraphOutput& output : outputs) wanted.push_back(output.tensor);
  const std::vector<size_t> order =
      needed_layers(layers, wanted, [&](const std::string& tensor) { return given.contains(tensor); });
  for (const size_t i : order) read.insert(layers[i].inputs.begin(), layers[i].inputs.end());

  Graph graph;
  graph.name = std::filesystem::path(where).stem().string();
  add_inputs(graph, inputs, read, options, host);
  Emitter emit(graph);
  for (const LayerPorts& layer : layers)
    for (const std::string& output : layer.outputs) emit.reserve(output);
  Layouts layouts(emit);
  for (const GraphInput& input : inputs)
    layouts.define(input.tensor, input.tensor,
                   input.as_nchw ? channels_first(graph.shape(input.tensor).size()) : Permutation());

  Unsupported unsupported;
  translate(source, layers, order, layouts, notes, unsupported);
  host.progress(0.5, "translating operators");
  unsupported.report(host, where);
  write_outputs(layouts, outputs, options.nchw_outputs);
  report_moves(layouts, fold_flattening(emit), host);
  host.progress(1.0, "converted");
  return finished(std::move(graph), notes);
}

}  // namespace

Model convert_files(const std::vector<std::filesystem::path>& files, const ConvertOptions& options,
                    const Host& host) {
  host.progress(0.0, "reading " + files.front().filename().string());
  return convert_graph(read_files(files, options.signature), options, host, files.front().string());
}

Model convert_graph(SourceGraph graph, const ConvertOptions& options, const Host& host,
                    const std::string& where) {
  return with_place(where, [&] { return convert(std::move(graph), options, host, where); });
}

}  // namespace quern::frontend::tensorflow
