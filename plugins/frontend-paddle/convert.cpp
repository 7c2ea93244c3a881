#include "convert.hpp"

#include <quern/frontend/cut_outputs.hpp>
#include <quern/frontend/unsupported.hpp>
#include <quern/onnx/file.hpp>

#include "graph/control_flow.hpp"
#include "graph/hints.hpp"
#include "graph/single_assignment.hpp"
#include "graph/translate.hpp"
#include "ops/context.hpp"
#include "reader/files.hpp"
#include "reader/parameters.hpp"
#include "reader/program.hpp"

namespace quern::frontend::paddle {
namespace {

constexpr int64_t kMostInputElements = int64_t(1) << 31;

// Parameters in 16-bit and 64-bit floats become float32.
Tensor as_float32(const Tensor& tensor) {
  if (converted_type(tensor.type) == tensor.type) return tensor;
  Tensor result(DataType::Float, tensor.dims);
  with_type(tensor.type, [&]<class T>() {
    for (int64_t i = 0; i < tensor.count(); ++i) result.mutable_data<float>()[i] = float(tensor.data<T>()[i]);
  });
  return result;
}

// Drops inputs that the outputs chosen by the user do not need, so that nobody has to bind them.
void drop_unneeded_inputs(Network& network) {
  const Network whole = network;
  std::erase_if(network.inputs,
                [&](const ValueInfo& input) { return !is_needed(whole, whole.outputs, input.name); });
}

void bind(Network& network, Model& model, const ConvertOptions& options, const Host& host) {
  model.graph.inputs = network.inputs;
  bind_inputs(model.graph, options.inputs);
  if (!options.outputs.empty()) {
    network.outputs = options.outputs;
    drop_unneeded_inputs(network);
    std::erase_if(model.graph.inputs, [&](const ValueInfo& input) {
      const auto same = [&](const ValueInfo& kept) { return kept.name == input.name; };
      return std::none_of(network.inputs.begin(), network.inputs.end(), same);
    });
  }
  require_static_inputs(model.graph, host);
  for (const ValueInfo& input : model.graph.inputs)
    if (element_count(*input.shape) > kMostInputElements)
      throw InputError("input \"" + input.name + "\" has the shape " + to_string(*input.shape), input.name,
                       "Bind it to a smaller one.");
  network.inputs = model.graph.inputs;
}

}  // namespace

Model convert_program(const Program& program, Parameters parameters, const ConvertOptions& options,
                      const Host& host, const std::string& where) {
  return with_place(where, [&] {
    Network network = network_of(program);
    Model model;
    bind(network, model, options, host);
    for (auto& [name, value] : parameters) {
      Tensor tensor = as_float32(value);
      tensor.name = name;
      model.graph.initializers.emplace(name, std::move(tensor));
    }
    parameters.clear();

    resolve_control_flow(program, network, [&](const Network& before, const std::string& variable) {
      return evaluate(before, variable, model);
    });
    const auto renamed = assign_once(network);
    for (std::string& name : network.outputs)
      if (const auto it = renamed.find(name); it != renamed.end()) name = it->second;

    Unsupported unsupported;
    translate(network, network.outputs, model, unsupported);
    host.progress(0.5, "translating operators");
    unsupported.report(host, where);

    finish_hints(model);
    remove_unreachable(model.graph);
    model.opsets = canonical_opsets();
    host.progress(1.0, "converted");
    return model;
  });
}

Model convert_files(const std::vector<std::filesystem::path>& given, const ConvertOptions& options,
                    const Host& host) {
  const ModelFiles files = find_files(given);
  host.progress(0.0, "reading " + files.program.filename().string());
  const Program program = read_program(map_file(files.program), files.program.string());
  return convert_program(program, read_parameters(program, files), options, host, files.program.string());
}

std::vector<std::string> supported_operators() { return OpTranslators::names(); }

}  // namespace quern::frontend::paddle
