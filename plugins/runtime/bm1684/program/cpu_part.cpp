#include "cpu_part.hpp"

#include <algorithm>
#include <limits>

#include <quern/error.hpp>
#include <quern/onnx/read.hpp>
#include <quern/ops/interpreter.hpp>

#include "device_tensor.hpp"

namespace quern::bm1684 {
namespace {

const bmodel::Tensor& find(const std::vector<bmodel::Tensor>& list, const std::string& name) {
  for (const bmodel::Tensor& t : list)
    if (t.name == name) return t;
  throw InputError("the host's part of the program has no tensor \"" + name + "\", which its graph names");
}

// Device memory has 32-bit integers where graphs have 64-bit ones and booleans.
Tensor widened(const Tensor& stored, DataType type) {
  if (stored.type == type || stored.type != DataType::Int32) return stored;
  Tensor result(type, stored.dims);
  const auto values = stored.values<int32_t>();
  if (type == DataType::Int64) std::copy(values.begin(), values.end(), result.mutable_data<int64_t>());
  if (type == DataType::Bool)
    std::transform(values.begin(), values.end(), result.mutable_data<bool>(),
                   [](int32_t v) { return v != 0; });
  return result;
}

Tensor narrowed(const Tensor& value) {
  if (value.type != DataType::Int64 && value.type != DataType::Bool) return value;
  Tensor result(DataType::Int32, value.dims);
  const std::vector<int64_t> values = value.to_int64();
  std::transform(values.begin(), values.end(), result.mutable_data<int32_t>(), [](int64_t v) {
    return int32_t(
        std::clamp<int64_t>(v, std::numeric_limits<int32_t>::min(), std::numeric_limits<int32_t>::max()));
  });
  return result;
}

void execute_graph(const bmodel::CpuOperation& operation, const bmodel::Subnet& subnet, Memory& memory) {
  const Model model =
      onnx_reader::read_model({operation.parameters, {}}, "subnet " + std::to_string(subnet.id));
  std::vector<Tensor> inputs;
  for (const ValueInfo& input : model.graph.inputs)
    inputs.push_back(widened(load_tensor(find(subnet.inputs, input.name), memory, true), input.type));
  const std::vector<Tensor> outputs = ops::interpret(model.graph, inputs);
  for (size_t i = 0; i < outputs.size(); ++i) {
    const Tensor value = narrowed(outputs[i]);
    const quern_tensor view{sizeof(quern_tensor), int32_t(value.type), "",
                            value.dims.data(),    value.dims.size(),   value.blob.data(),
                            value.byte_size()};
    store_input(view, find(subnet.outputs, model.graph.outputs[i].name), memory);
  }
}

}  // namespace

void execute_cpu_part(const bmodel::Subnet& subnet, Memory& memory) {
  for (const bmodel::CpuOperation& operation : subnet.operations) {
    if (operation.is_custom && operation.operation == bmodel::kGraphOperation) {
      execute_graph(operation, subnet, memory);
      continue;
    }
    throw UnsupportedError(
        "the program has an operation for the host's processor, number " +
            std::to_string(operation.operation) + (operation.is_custom ? " (custom)" : "") +
            ", which is not executed",
        "subnet " + std::to_string(subnet.id),
        "Compile the network so that all of it runs on the chip, or end it before this operation.");
  }
}

}  // namespace quern::bm1684
