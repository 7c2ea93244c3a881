#include "graph/hoist_constants.hpp"

#include <quern/frontend/captures.hpp>

namespace quern::frontend::onnx {
namespace {

Tensor string_tensor(const std::vector<std::string>& values, Shape shape) {
  Tensor tensor(DataType::String, std::move(shape));
  tensor.strings = values;
  return tensor;
}

Tensor value_of(const Node& node) {
  for (const Attribute& a : node.attributes) {
    if (a.name == "value" || a.name == "sparse_value") {
      const auto& tensor = node.require<Tensor>(a.name);
      if (!tensor.is_defined()) break;
      return tensor;
    }
    if (a.name == "value_float") return Tensor::scalar(node.require<float>(a.name));
    if (a.name == "value_floats") return Tensor::from(node.require<std::vector<float>>(a.name));
    if (a.name == "value_int") return Tensor::scalar(node.require<int64_t>(a.name));
    if (a.name == "value_ints") return Tensor::from(node.require<std::vector<int64_t>>(a.name));
    if (a.name == "value_string") return string_tensor({node.require<std::string>(a.name)}, {});
    if (a.name == "value_strings") {
      const auto& values = node.require<std::vector<std::string>>(a.name);
      return string_tensor(values, {int64_t(values.size())});
    }
  }
  throw InputError("this Constant has no value", node.label());
}

}  // namespace

void hoist_constants(Graph& graph) {
  for (Node& node : graph.nodes) {
    if (node.is("Constant") && node.has_output(0)) {
      Tensor tensor = value_of(node);
      tensor.name = node.outputs[0];
      graph.initializers.insert_or_assign(node.outputs[0], std::move(tensor));
    }
    change_subgraphs(node, hoist_constants);
  }
  std::erase_if(graph.nodes, [](const Node& node) { return node.is("Constant"); });
}

}  // namespace quern::frontend::onnx
