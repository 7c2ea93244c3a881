#include "graph/float32.hpp"

#include <array>

#include <quern/frontend/captures.hpp>

namespace quern::frontend::onnx {
namespace {

bool is_other_float(DataType type) {
  return type == DataType::Float16 || type == DataType::BFloat16 || type == DataType::Double;
}

void convert(Tensor& tensor) {
  if (!is_other_float(tensor.type)) return;
  Tensor result(DataType::Float, tensor.dims);
  result.name = tensor.name;
  float* out = result.mutable_data<float>();
  const auto count = size_t(tensor.count());
  with_type(tensor.type, [&]<class T>() {
    const T* in = tensor.data<T>();
    for (size_t i = 0; i < count; ++i) out[i] = static_cast<float>(in[i]);
  });
  tensor = std::move(result);
}

void convert(ValueInfo& value) {
  if (is_other_float(value.type)) value.type = DataType::Float;
}

// Attributes that name an element type: Cast; random generators and EyeLike; window functions.
bool names_a_type(const std::string& attribute) {
  static const std::array<std::string, 3> names = {"to", "dtype", "output_datatype"};
  for (const std::string& name : names)
    if (attribute == name) return true;
  return false;
}

void convert(Attribute& attribute) {
  if (int64_t* number = std::get_if<int64_t>(&attribute.value)) {
    if (names_a_type(attribute.name) && is_other_float(static_cast<DataType>(*number)))
      *number = int64_t(DataType::Float);
  } else if (Tensor* tensor = std::get_if<Tensor>(&attribute.value)) {
    convert(*tensor);
  } else if (auto* tensors = std::get_if<std::vector<Tensor>>(&attribute.value)) {
    for (Tensor& t : *tensors) convert(t);
  }
}

}  // namespace

void to_float32(Graph& graph) {
  for (auto& [name, tensor] : graph.initializers) convert(tensor);
  for (auto& [name, value] : graph.values) convert(value);
  for (ValueInfo& v : graph.inputs) convert(v);
  for (ValueInfo& v : graph.outputs) convert(v);
  for (Node& node : graph.nodes) {
    for (Attribute& attribute : node.attributes) convert(attribute);
    change_subgraphs(node, to_float32);
  }
}

}  // namespace quern::frontend::onnx
