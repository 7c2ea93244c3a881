#include <quern/ops/interpreter.hpp>

namespace quern::ops {

const Tensor* Scope::find(const std::string& name) const {
  const auto it = tensors_.find(name);
  if (it != tensors_.end()) return &it->second;
  return outer_ ? outer_->find(name) : nullptr;
}

std::vector<Tensor> interpret(const Graph& graph, const std::vector<Tensor>& inputs, const Scope* outer) {
  if (inputs.size() != graph.inputs.size())
    throw InputError("graph \"" + graph.name + "\" has " + std::to_string(graph.inputs.size()) + " inputs, " +
                     std::to_string(inputs.size()) + " were given");
  Scope scope(outer);
  for (const auto& [name, tensor] : graph.initializers) scope.set(name, tensor);
  for (size_t i = 0; i < inputs.size(); ++i) scope.set(graph.inputs[i].name, inputs[i]);

  const auto lookup = [&](const std::string& name, const std::string& where) {
    const Tensor* tensor = scope.find(name);
    if (!tensor) throw InputError("tensor \"" + name + "\" is used but nothing makes it", where);
    return tensor;
  };
  for (const Node& node : graph.nodes) {
    std::vector<const Tensor*> arguments;
    for (const std::string& name : node.inputs)
      arguments.push_back(name.empty() ? nullptr : lookup(name, node.label()));
    std::vector<Tensor> results = compute(node, std::move(arguments), &scope);
    for (size_t i = 0; i < node.outputs.size(); ++i)
      if (!node.outputs[i].empty() && i < results.size()) scope.set(node.outputs[i], std::move(results[i]));
  }
  std::vector<Tensor> outputs;
  for (const ValueInfo& v : graph.outputs) outputs.push_back(*lookup(v.name, graph.name));
  return outputs;
}

}  // namespace quern::ops
