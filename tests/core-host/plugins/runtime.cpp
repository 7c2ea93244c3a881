// Executes ONNX node by node with the reference kernels.
#include <cstring>
#include <map>
#include <set>
#include <string>

#include <quern/onnx/file.hpp>
#include <quern/ops/operator.hpp>
#include <quern/plugin.hpp>

#include "pause.hpp"

struct quern_session {
  quern::Model model;
  std::set<std::string> observed;
};

namespace quern::fake {
namespace {

quern_tensor to_abi(const std::string& name, const Tensor& t) {
  return {sizeof(quern_tensor), int32_t(t.type), name.c_str(), t.dims.data(),
          t.dims.size(),        t.blob.data(),   t.byte_size()};
}

Tensor from_abi(const quern_tensor& t) {
  Tensor tensor(DataType(t.data_type), Shape(t.dims, t.dims + t.rank));
  std::memcpy(const_cast<std::byte*>(tensor.blob.data()), t.data, t.size);
  return tensor;
}

int32_t sniff(const quern_host*, const char* artefact) {
  return std::string_view(artefact).ends_with(".onnx") ? 10 : 0;
}

quern_status open(const quern_host* host, const quern_open_request* request, quern_session** session) {
  return guarded(host, [&] {
    *session = new quern_session{load_model(request->artefact), {}};
    (*session)->observed.insert(request->observe, request->observe + request->observe_count);
  });
}

quern_status describe(quern_session* session, const quern_tensor_sink* inputs,
                      const quern_tensor_sink* outputs) {
  const auto add = [](const quern_tensor_sink* sink, const ValueInfo& v) {
    const quern_tensor port{
        sizeof(quern_tensor), int32_t(v.type), v.name.c_str(), v.shape->data(), v.shape->size(), nullptr, 0};
    sink->add(sink->context, &port);
  };
  for (const ValueInfo& v : session->model.graph.inputs) add(inputs, v);
  for (const ValueInfo& v : session->model.graph.outputs) add(outputs, v);
  return QUERN_OK;
}

quern_status run(const quern_host* host, quern_session* session, const quern_tensor* inputs,
                 uint64_t input_count, const quern_tensor_sink* outputs, const quern_tensor_sink* observer) {
  return guarded(host, [&] {
    const Graph& graph = session->model.graph;
    pause_at(session->observed.empty() ? "evaluate" : "statistics", Host(host));
    std::map<std::string, Tensor> tensors(graph.initializers.begin(), graph.initializers.end());
    for (uint64_t i = 0; i < input_count; ++i) tensors[inputs[i].name] = from_abi(inputs[i]);
    for (const ValueInfo& v : graph.inputs)
      if (!tensors.contains(v.name)) throw InputError("input \"" + v.name + "\" is missing");
    for (const Node& node : graph.nodes) {
      std::vector<const Tensor*> arguments;
      for (const std::string& name : node.inputs) arguments.push_back(&tensors.at(name));
      std::vector<Tensor> results = ops::compute(node, arguments);
      for (size_t i = 0; i < node.outputs.size(); ++i) tensors[node.outputs[i]] = results[i];
    }
    const auto hand_over = [&](const quern_tensor_sink* sink, const std::string& name) {
      const quern_tensor tensor = to_abi(name, tensors.at(name));
      sink->add(sink->context, &tensor);
    };
    for (const ValueInfo& v : graph.outputs) hand_over(outputs, v.name);
    if (observer)
      for (const std::string& name : session->observed) hand_over(observer, name);
  });
}

void close(quern_session* session) { delete session; }

quern_status operators(const quern_host*, const quern_text_sink* sink) {
  sink->add(sink->context, "Relu");
  return QUERN_OK;
}

const quern_runtime kRuntime{sizeof(quern_runtime), sniff, open, describe, run, close, operators};

}  // namespace
}  // namespace quern::fake

QUERN_PLUGIN(runtime, QUERN_KIND_RUNTIME, "fake", "1.0.0", "Reference kernels", nullptr, 0,
             quern::fake::kRuntime)
