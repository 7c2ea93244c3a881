#include "inference.hpp"

#include <quern/ops/operator.hpp>

namespace quern::cpu {
namespace {

TensorType declared(const Graph& graph, const std::string& name) {
  const ValueInfo* info = graph.value(name);
  if (!info || !info->is_tensor) return {};
  TensorType type{info->type, info->shape.value_or(Shape{}), info->shape && is_static(*info->shape), false};
  if (type.is_static) element_count(type.shape);  // refuses absurd sizes
  return type;
}

TensorType merge(const ops::InferContext::Output& inferred, const TensorType& claim, const std::string& name,
                 const Node& node) {
  TensorType result = claim;
  if (inferred.type != DataType::Undefined) {
    if (claim.type != DataType::Undefined && claim.type != inferred.type)
      throw InputError("tensor \"" + name + "\" is declared as " + name_of(claim.type) +
                           " but its node makes " + name_of(inferred.type),
                       node.label());
    result.type = inferred.type;
  }
  if (inferred.shape && is_static(*inferred.shape)) {
    element_count(*inferred.shape);
    if (claim.is_static && claim.shape != *inferred.shape)
      throw InputError("tensor \"" + name + "\" is declared as " + to_string(claim.shape) +
                           " but its node makes " + to_string(*inferred.shape),
                       node.label());
    result.shape = *inferred.shape;
    result.is_static = result.is_proven = true;
  }
  // Strings have no size that could be planned.
  if (size_of(result.type) == 0) result.is_static = false;
  return result;
}

}  // namespace

TensorTypes infer_types(const Graph& graph) {
  TensorTypes types;
  for (const auto& [name, tensor] : graph.initializers)
    types[name] = {tensor.type, tensor.dims, size_of(tensor.type) != 0, true};
  for (const ValueInfo& input : graph.inputs) {
    TensorType type{input.type, input.shape.value_or(Shape{}), input.shape && is_static(*input.shape), true};
    if (type.is_static) element_count(type.shape);
    type.is_static = type.is_static && size_of(type.type) != 0;
    types[input.name] = type;
  }
  for (const Node& node : graph.nodes) {
    std::vector<ops::InferContext::Input> inputs;
    for (const std::string& name : node.inputs) {
      ops::InferContext::Input input;
      if (const auto it = types.find(name); it != types.end()) {
        input.type = it->second.type;
        if (it->second.is_static) input.shape = it->second.shape;
      }
      input.constant = graph.constant(name);
      inputs.push_back(std::move(input));
    }
    const std::vector<ops::InferContext::Output> inferred = ops::infer(node, std::move(inputs));
    for (size_t i = 0; i < node.outputs.size(); ++i)
      if (node.has_output(i))
        types[node.outputs[i]] = merge(inferred[i], declared(graph, node.outputs[i]), node.outputs[i], node);
  }
  return types;
}

}  // namespace quern::cpu
