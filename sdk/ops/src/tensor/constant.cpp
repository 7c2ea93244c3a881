// Constant: a tensor that is an attribute of the node.
#include "support/infer.hpp"

namespace quern::ops {
namespace {

Tensor strings(const std::vector<std::string>& values, Shape shape) {
  Tensor tensor(DataType::String, std::move(shape));
  tensor.strings = values;
  return tensor;
}

Tensor value_of(const Node& node) {
  if (node.has("value")) return node.require<Tensor>("value");
  if (node.has("value_float")) return Tensor::scalar(node.require<float>("value_float"));
  if (node.has("value_floats")) return Tensor::from(node.require<std::vector<float>>("value_floats"));
  if (node.has("value_int")) return Tensor::scalar(node.require<int64_t>("value_int"));
  if (node.has("value_ints")) return Tensor::from(node.require<std::vector<int64_t>>("value_ints"));
  if (node.has("value_string")) return strings({node.require<std::string>("value_string")}, {});
  if (node.has("value_strings")) {
    const auto& values = node.require<std::vector<std::string>>("value_strings");
    return strings(values, {int64_t(values.size())});
  }
  throw UnsupportedError(
      "this constant has none of the attributes value, value_float(s), value_int(s), value_string(s)");
}

void infer_constant(InferContext& c) {
  const Tensor value = value_of(c.node());
  c.output(0, value.type, value.dims);
}

void compute_constant(ComputeContext& c) { c.output(0, value_of(c.node())); }

}  // namespace

QUERN_OPERATOR("", "Constant", infer_constant, compute_constant);

}  // namespace quern::ops
