#include "pipeline/check.hpp"

#include <functional>

#include <quern/host.hpp>

#include "config/problems.hpp"
#include "pipeline/conversion.hpp"
#include "pipeline/plugin_options.hpp"
#include "pipeline/samples.hpp"
#include "support/nearest.hpp"

namespace quern::pipeline {
namespace fs = std::filesystem;
namespace {

// Adds what `body` throws to the problems of the YAML file.
void collect(config::Problems& problems, const config::Origin& origin, const std::function<void()>& body) {
  try {
    body();
  } catch (const Cancelled&) {
    throw;
  } catch (const Error& e) {
    std::string text = e.where().empty() ? e.what() : std::string(e.where()) + ": " + e.what();
    if (!e.hint().empty()) text += "\n  " + e.hint();
    problems.add(origin, text, e.status());
  }
}

void check_plugin(Context& context, int32_t kind, const config::PluginChoice& choice, const std::string& key,
                  config::Problems& problems) {
  collect(problems, choice.origin,
          [&] { resolve_options(context.registry.load_or_only(kind, choice.name, key), choice, problems); });
}

// A runtime is chosen by the artefact, which is not there yet, unless it is named.
void check_runtime(Context& context, const config::PluginChoice& choice, const std::string& key,
                   config::Problems& problems) {
  if (choice.name.empty() && context.registry.names(QUERN_KIND_RUNTIME).size() != 1) return;
  check_plugin(context, QUERN_KIND_RUNTIME, choice, key, problems);
}

void check_model(Context& context, config::Problems& problems) {
  const config::ModelSection& model = context.pipeline.model;
  collect(problems, model.origin, [&] {
    require_files(model.files, Folders::Allowed);
    const plugins::Frontend frontend = choose_frontend(context.registry, model.frontend.name, model.files);
    resolve_options(frontend.library(), model.frontend, problems);
  });
}

void check_data_files(const config::DataSection& data, config::Problems& problems) {
  const auto check = [&](const std::string& path) {
    if (!path.empty() && !fs::exists(path))
      problems.add(data.origin, path + ": there is no such file or folder", QUERN_ERROR_IO);
  };
  check(data.description.images);
  check(data.description.arrays);
  check(data.description.classes);
  const std::string& labels = data.description.labels;
  if (labels != "folder" && labels != "filename") check(labels);
}

void check_output(const config::EvaluateSection& evaluate, const Graph& graph) {
  std::vector<std::string> names;
  for (const ValueInfo& output : graph.outputs) names.push_back(output.name);
  if (!evaluate.output.empty() && !graph.is_output(evaluate.output))
    throw Error(QUERN_ERROR_ARGUMENT, "evaluate.output: the network has no output \"" + evaluate.output +
                                          "\"" + suggestion(evaluate.output, names));
}

}  // namespace

void check_settings(Context& context) {
  const config::Pipeline& pipeline = context.pipeline;
  config::Problems problems;
  check_model(context, problems);
  if (pipeline.calibrate) {
    check_plugin(context, QUERN_KIND_QUANT, pipeline.calibrate->quant, "calibrate.quant", problems);
    check_data_files(pipeline.calibrate->data, problems);
  }
  if (pipeline.compile)
    check_plugin(context, QUERN_KIND_TARGET, pipeline.compile->target, "compile.target", problems);
  if (pipeline.evaluate) {
    check_runtime(context, pipeline.evaluate->runtime, "evaluate.runtime", problems);
    check_data_files(pipeline.evaluate->data, problems);
  }
  if (pipeline.run) {
    check_runtime(context, pipeline.run->runtime, "run.runtime", problems);
    if (pipeline.run->data) check_data_files(*pipeline.run->data, problems);
  }
  problems.throw_if_any();
  if (pipeline.run && !pipeline.run->data) require_files({pipeline.run->inputs});
}

void check_data(Context& context, const Graph& graph, const std::string& until) {
  const config::Pipeline& pipeline = context.pipeline;
  const std::vector<std::string>& order = stage_names();
  const auto is_reached = [&](const char* stage) {
    return std::find(order.begin(), order.end(), stage) <= std::find(order.begin(), order.end(), until);
  };
  const std::vector<Port> inputs = input_ports(graph);
  if (pipeline.calibrate) open_samples(pipeline, pipeline.calibrate->data, inputs);
  if (pipeline.evaluate && is_reached("evaluate")) {
    check_output(*pipeline.evaluate, graph);
    const bool labelled = open_samples(pipeline, pipeline.evaluate->data, inputs)->has_labels();
    const bool has_integer_model = pipeline.compile && pipeline.compile->quantise;
    if (!labelled && !has_integer_model)
      throw Error(QUERN_ERROR_ARGUMENT,
                  "without labels and without an integer network there is nothing to measure",
                  pipeline.evaluate->data.origin.label(), "Add \"labels\", or a \"compile\" section.");
  }
  if (pipeline.run && pipeline.run->data && is_reached("run"))
    open_samples(pipeline, *pipeline.run->data, inputs);
}

}  // namespace quern::pipeline
