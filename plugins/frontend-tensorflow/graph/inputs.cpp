#include "graph/inputs.hpp"

#include <algorithm>
#include <array>

#include "graph/inline_functions.hpp"
#include "graph/ports.hpp"
#include "ops/permutation.hpp"

namespace quern::frontend::tensorflow {
namespace {

constexpr size_t kMostInputs = 1000;

// The element type of a node's output 0.
DataType type_of(const Node& node) {
  static constexpr std::array<std::string_view, 9> kTruth = {"Equal",      "NotEqual",  "Less",
                                                             "LessEqual",  "Greater",   "GreaterEqual",
                                                             "LogicalAnd", "LogicalOr", "LogicalNot"};
  if (std::find(kTruth.begin(), kTruth.end(), node.op) != kTruth.end()) return DataType::Bool;
  if (node.op == "Dequantize") return DataType::Float;
  for (const char* name : {"DstT", "out_type", "output_type", "dtype", "T", "Tparams"})
    if (const auto* type = node.find<Type>(name)) {
      const DataType converted = converted_type(*type);
      return converted == DataType::Undefined ? DataType::Float : converted;
    }
  return DataType::Float;
}

// Attribute "shape" of placeholders; "_output_shapes" where exporters left it. A scalar was once the spelling
// of an open shape, so it is believed only where nothing else is bound.
PartialShape declared_shape(const Node& node, size_t output) {
  if (is_placeholder(node))
    if (const auto* shape = node.find<PartialShape>("shape"); shape && *shape) return *shape;
  const auto* shapes = node.find<AttributeList>("_output_shapes");
  return shapes && output < shapes->shapes.size() ? shapes->shapes[output] : std::nullopt;
}

// `uses` is null where images stay in the source's order.
GraphInput describe(const ImageUses* uses, const Node& node, size_t output, const Shape* bound) {
  GraphInput input;
  input.tensor = tensor_name(node.name, output);
  input.type = type_of(node);
  input.declared = declared_shape(node, output);
  if (bound && input.declared && input.declared->empty()) input.declared.reset();
  // A tensor inside of the graph: what exporters wrote down may be of another input size.
  if (bound && !is_placeholder(node)) input.declared.reset();
  if (bound) input.bound = *bound;
  if (!uses) return input;
  const ImageUse use = uses->of(input.tensor);
  input.as_nchw = is_channels_last(use, input.declared, input.bound);
  if (input.as_nchw && bound && bound->size() >= 4) input.bound = source_binding(*bound, input.declared, use);
  return input;
}

}  // namespace

std::string tensor_of(const SourceGraph& graph, const std::string& name) {
  for (const std::vector<Port>& ports : {graph.outputs, graph.inputs})
    for (const Port& port : ports)
      if (port.key == name) return current_name(graph, port.tensor);
  const TensorName parsed = parse_tensor_name(name);
  return current_name(graph, tensor_name(parsed.node, parsed.output));
}

std::vector<GraphInput> find_inputs(const SourceGraph& graph, const std::vector<Binding>& bindings,
                                    bool nchw) {
  std::map<std::string, const Binding*> bound;
  for (const Binding& binding : bindings) bound.emplace(tensor_of(graph, binding.name), &binding);
  const ImageUses uses(graph);
  const ImageUses* in_nchw = nchw ? &uses : nullptr;
  std::vector<GraphInput> inputs;
  for (const Node& node : graph.nodes) {
    bool is_bound = false;
    for (auto it = bound.lower_bound(node.name); it != bound.end() && it->first.starts_with(node.name);) {
      const TensorName name = parse_tensor_name(it->first);
      if (name.node != node.name) {
        ++it;
        continue;
      }
      inputs.push_back(describe(in_nchw, node, name.output, &it->second->dims));
      is_bound = true;
      it = bound.erase(it);
    }
    if (is_placeholder(node) && !is_bound) inputs.push_back(describe(in_nchw, node, 0, nullptr));
    if (inputs.size() > kMostInputs)
      throw InputError("the model has more than " + std::to_string(kMostInputs) + " inputs");
  }
  if (bound.empty()) return inputs;
  std::vector<std::string> names;
  for (const Node& node : graph.nodes)
    if (node.op != "Const") names.push_back(node.name);
  const std::string& wanted = bound.begin()->second->name;
  throw InputError("the model has no tensor \"" + wanted + "\" to give from outside", wanted,
                   "The nearest names are " + quoted_list(nearest_names(wanted, names, 3)) + ".");
}

ValueInfo value_info(const GraphInput& input) {
  ValueInfo value;
  value.name = input.tensor;
  value.type = input.type;
  value.shape = input.declared;
  if (value.shape && input.as_nchw)
    value.shape = permuted_dims(*value.shape, channels_first(value.shape->size()));
  return value;
}

}  // namespace quern::frontend::tensorflow
