#include "run_case.hpp"

#include <algorithm>
#include <filesystem>
#include <unistd.h>

#include <quern/onnx/file.hpp>

#include "pipeline/conversion.hpp"
#include "plugins/frontend.hpp"
#include "plugins/runtime.hpp"

namespace quern::suite {
namespace {

namespace fs = std::filesystem;

// float16 and float64 ports are float32 after conversion.
Tensor as_port_type(const Tensor& tensor, DataType type) {
  if (tensor.type == type || type != DataType::Float) return tensor;
  Tensor result = Tensor::from(tensor.to_float(), tensor.dims);
  result.name = tensor.name;
  return result;
}

// Shapes that the model leaves open are those of the data.
plugins::ConvertRequest request_for(const TestCase& test, const plugins::Frontend& frontend,
                                    const Graph& graph, const std::vector<Tensor>& inputs) {
  plugins::ConvertRequest request;
  request.files = {test.model};
  for (size_t i = 0; i < inputs.size(); ++i) {
    const std::optional<Shape>& declared = graph.inputs[i].shape;
    if (!declared || !is_static(*declared)) request.inputs.emplace_back(inputs[i].name, inputs[i].dims);
  }
  request.options = plugins::default_values(frontend.library().options);
  return request;
}

std::string run_data_set(const TestCase& test, const fs::path& data_set, const Model& original,
                         plugins::Registry& registry) {
  const std::vector<Tensor> inputs = read_tensors(data_set, "input", original.graph.inputs);
  const std::vector<Tensor> wanted = read_tensors(data_set, "output", original.graph.outputs);

  const plugins::Frontend frontend = plugins::choose_frontend(registry, "onnx", {test.model});
  const Model canonical = pipeline::convert_model(
      frontend, request_for(test, frontend, original.graph, inputs), 1, [](double, const std::string&) {});
  const fs::path artefact =
      fs::temp_directory_path() / ("quern-suite-" + std::to_string(::getpid()) + ".onnx");
  pipeline::write_model_file(canonical, artefact);

  plugins::OpenRequest open;
  open.artefact = artefact;
  const plugins::Runtime runtime = plugins::choose_runtime(registry, "cpu", artefact);
  open.options = plugins::default_values(runtime.library().options);
  const std::unique_ptr<Session> session = runtime.open(open);
  fs::remove(artefact);

  NamedTensors arguments;
  for (const Port& port : session->inputs()) {
    const auto it =
        std::find_if(inputs.begin(), inputs.end(), [&](const Tensor& t) { return t.name == port.name; });
    if (it != inputs.end()) arguments[port.name] = as_port_type(*it, port.type);
  }
  const NamedTensors results = session->run(arguments);
  for (const Tensor& want : wanted) {
    const auto got = results.find(want.name);
    if (got == results.end()) return "there is no output \"" + want.name + "\"";
    if (const std::string what = difference(got->second, want); !what.empty()) return want.name + ": " + what;
  }
  return "";
}

}  // namespace

std::string run_case(const TestCase& test, plugins::Registry& registry) {
  try {
    const Model original = load_model(test.model);
    for (const fs::path& data_set : test.data_sets)
      if (std::string what = run_data_set(test, data_set, original, registry); !what.empty()) return what;
    return "";
  } catch (const std::exception& e) {
    return e.what();
  }
}

}  // namespace quern::suite
