#include "graph/translate.hpp"

#include <algorithm>
#include <set>

#include <quern/frontend/layers.hpp>

#include "graph/single_assignment.hpp"
#include "ops/context.hpp"
#include "ops/refused.hpp"

namespace quern::frontend::paddle {
namespace {

std::vector<LayerPorts> ports_of(const Network& network) {
  std::vector<LayerPorts> layers;
  for (const Op& op : network.ops) {
    LayerPorts ports{op.type, op.name, {}, {}};
    for (const Slot& slot : op.inputs)
      for (const std::string& variable : slot.variables)
        if (!variable.empty()) ports.inputs.push_back(variable);
    for (const auto& [name, value] : op.attributes)
      if (const auto* list = std::get_if<VariableNames>(&value))
        ports.inputs.insert(ports.inputs.end(), list->names.begin(), list->names.end());
    for (const Slot& slot : op.outputs)
      for (const std::string& variable : slot.variables)
        if (!variable.empty()) ports.outputs.push_back(variable);
    layers.push_back(std::move(ports));
  }
  return layers;
}

// Whether the model gives a variable that no operator makes: inputs and parameters. Parameters without a
// value are refused where they are read.
bool is_given(const Network& network, const std::string& name) {
  const auto same = [&](const ValueInfo& v) { return v.name == name; };
  return network.is_parameter(name) || std::any_of(network.inputs.begin(), network.inputs.end(), same);
}

std::vector<size_t> order_of(const Network& network, const std::vector<LayerPorts>& layers,
                             const std::vector<std::string>& wanted) {
  return needed_layers(layers, wanted, [&](const std::string& name) { return is_given(network, name); });
}

// Translators make the outputs that inference needs; the others exist for training. Throws UnsupportedError
// where one of those is read after all.
class MadeOutputs {
 public:
  MadeOutputs(const std::vector<LayerPorts>& layers, const std::vector<size_t>& order,
              const std::vector<std::string>& wanted)
      : read_(wanted.begin(), wanted.end()) {
    for (const size_t i : order) read_.insert(layers[i].inputs.begin(), layers[i].inputs.end());
  }
  void check(const LayerPorts& layer, const Graph& graph) {
    for (; checked_ < graph.nodes.size(); ++checked_)
      made_.insert(graph.nodes[checked_].outputs.begin(), graph.nodes[checked_].outputs.end());
    for (const std::string& output : layer.outputs)
      if (read_.contains(output) && !made_.contains(output))
        throw UnsupportedError("its output \"" + output + "\" is not available", layer.name);
  }

 private:
  std::set<std::string> read_, made_;
  size_t checked_ = 0;
};

void require_values(const Network& network, const LayerPorts& layer, const Graph& graph) {
  for (const std::string& name : layer.inputs)
    if (network.is_parameter(name) && !graph.constant(name))
      throw InputError("parameter \"" + name + "\" has no value", layer.name,
                       "Give the file with the parameters too.");
}

// PaddleSlim writes the range of an operator's output, as training saw it, into the operator.
void note_output_range(const Op& op, Context& context) {
  if (op.outputs.empty() || op.outputs[0].variables.empty() || op.outputs[0].variables[0].empty()) return;
  if (context.has_attribute("out_threshold"))
    context.hint(op.outputs[0].variables[0], context.number("out_threshold", 0));
}

void run(const Network& network, const std::vector<std::string>& wanted, Model& model, Emitter& emitter,
         Unsupported& unsupported) {
  const std::vector<LayerPorts> layers = ports_of(network);
  const std::vector<size_t> order = order_of(network, layers, wanted);
  MadeOutputs made(layers, order, wanted);
  for (const LayerPorts& layer : layers)
    for (const std::string& output : layer.outputs) emitter.reserve(output);
  const auto supports = [](const LayerPorts& layer) {
    return OpTranslators::find(layer.type) || refusal_of(layer.type);
  };
  translate_layers(layers, order, emitter, unsupported, supports, [&](size_t i) {
    if (const Refusal* refusal = refusal_of(layers[i].type)) throw refusal->error();
    require_values(network, layers[i], emitter.graph());
    Context context(network.ops[i], network, emitter, model);
    OpTranslators::find(layers[i].type)(context);
    note_output_range(network.ops[i], context);
    made.check(layers[i], emitter.graph());
  });
}

}  // namespace

void translate(const Network& network, const std::vector<std::string>& wanted, Model& model,
               Unsupported& unsupported) {
  Emitter emitter(model.graph);
  run(network, wanted, model, emitter, unsupported);
  emitter.end_at(wanted);
}

std::optional<Tensor> evaluate(const Network& before, const std::string& variable, const Model& model) {
  Network network = before;
  const auto renamed = assign_once(network);
  const auto it = renamed.find(variable);
  const std::string name = it == renamed.end() ? variable : it->second;
  Model scratch = model;
  Unsupported unsupported;  // what cannot be translated makes the value unknown
  Emitter emitter(scratch.graph);
  run(network, {name}, scratch, emitter, unsupported);
  const Tensor* value = emitter.value(name);
  return value ? std::optional<Tensor>(*value) : std::nullopt;
}

bool is_needed(const Network& before, const std::vector<std::string>& wanted, const std::string& input) {
  Network network = before;
  assign_once(network);
  const std::vector<LayerPorts> layers = ports_of(network);
  for (const size_t i : order_of(network, layers, wanted))
    if (std::count(layers[i].inputs.begin(), layers[i].inputs.end(), input) > 0) return true;
  return std::count(wanted.begin(), wanted.end(), input) > 0;
}

}  // namespace quern::frontend::paddle
