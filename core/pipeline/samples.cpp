#include "pipeline/samples.hpp"

#include <algorithm>

#include "pipeline/plugin_options.hpp"
#include "support/nearest.hpp"

namespace quern::pipeline {
namespace {

// Preprocessing for named inputs must name inputs.
void require_inputs(const config::Pipeline& pipeline, const std::vector<Port>& inputs) {
  std::vector<std::string> names;
  for (const Port& port : inputs) names.push_back(port.name);
  config::Problems problems;
  for (const auto& [name, section] : pipeline.preprocess)
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end())
      problems.add(section.origin, "the network has no input \"" + name + "\"" + suggestion(name, names));
  problems.throw_if_any();
}

// What prepares images for these inputs. Images feed one input only, so the first match is the one.
data::Preprocess preprocess_for(const config::Pipeline& pipeline, const std::vector<Port>& inputs) {
  for (const Port& port : inputs)
    if (const auto named = pipeline.preprocess.find(port.name); named != pipeline.preprocess.end())
      return named->second.settings;
  const auto common = pipeline.preprocess.find("");
  return common != pipeline.preprocess.end() ? common->second.settings : data::Preprocess();
}

}  // namespace

std::vector<Port> input_ports(const Graph& graph) {
  std::vector<Port> ports;
  for (const ValueInfo& input : graph.inputs)
    ports.push_back({input.name, input.type, graph.shape(input.name)});
  return ports;
}

std::unique_ptr<data::Source> open_samples(const config::Pipeline& pipeline, const config::DataSection& data,
                                           const std::vector<Port>& inputs) {
  require_inputs(pipeline, inputs);
  return with_place(data.origin.label(), [&] {
    return data::open_source(data.description, preprocess_for(pipeline, inputs), inputs);
  });
}

Execution prepare_execution(Context& context, const config::PluginChoice& choice,
                            const std::filesystem::path& artefact, unsigned threads) {
  Execution execution{choose_runtime(context.registry, choice.name, artefact), {}};
  execution.request.artefact = artefact;
  execution.request.threads = threads;
  execution.request.options = resolve_options(execution.runtime.library(), choice);
  return execution;
}

}  // namespace quern::pipeline
