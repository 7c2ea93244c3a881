// Data for a network, and a network to feed it to.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <quern/graph/graph.hpp>

#include "config/pipeline_file.hpp"
#include "data/source.hpp"
#include "pipeline/stage.hpp"
#include "plugins/runtime.hpp"

namespace quern::pipeline {

// The inputs of a converted model.
std::vector<Port> input_ports(const Graph& graph);

// Opens data for a network with these inputs, with the preprocessing of the pipeline. Throws Error that
// names the place in the YAML file where nothing better is known.
std::unique_ptr<data::Source> open_samples(const config::Pipeline& pipeline, const config::DataSection& data,
                                           const std::vector<Port>& inputs);

// A runtime that the YAML file names, or the surest for the artefact, and a request with its options.
struct Execution {
  plugins::Runtime runtime;
  plugins::OpenRequest request;

  [[nodiscard]] SessionFactory factory() const { return runtime.factory(request); }
};

// `threads` per session. The options are checked. Throws Error.
Execution prepare_execution(Context& context, const config::PluginChoice& choice,
                            const std::filesystem::path& artefact, unsigned threads);

}  // namespace quern::pipeline
