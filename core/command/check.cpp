#include "pipeline/check.hpp"

#include "command/arguments.hpp"
#include "command/exit_code.hpp"
#include "config/pipeline_file.hpp"
#include "pipeline/conversion.hpp"
#include "pipeline/plugin_options.hpp"
#include "support/jobs.hpp"
#include "support/log.hpp"
#include "support/progress_bar.hpp"

namespace quern::command {
namespace {

Model convert(pipeline::Context& context) {
  const config::ModelSection& section = context.pipeline.model;
  const plugins::Frontend frontend = choose_frontend(context.registry, section.frontend.name, section.files);
  const plugins::ConvertRequest request{section.files, section.inputs, section.outputs,
                                        pipeline::resolve_options(frontend.library(), section.frontend)};
  ProgressBar bar("check");
  return pipeline::convert_model(frontend, request, context.jobs, bar.callback());
}

int check_file(const std::vector<std::string>& words) {
  Arguments arguments(kCheck);
  arguments.positional("FILE").list("set", "key.of.section=value: as if it stood in the file").plugins();
  if (!arguments.parse(words)) return kSuccess;
  const config::Pipeline pipeline = config::load_pipeline(arguments.get("FILE"), arguments.get_list("set"));
  plugins::Registry registry = arguments.registry(pipeline.plugin_dirs);
  pipeline::Context context{pipeline, registry, jobs_or_default(pipeline.jobs)};
  pipeline::check_settings(context);
  pipeline::check_data(context, convert(context).graph, pipeline::stage_names().back());
  log::info(arguments.get("FILE") + ": no problems found");
  return kSuccess;
}

}  // namespace

const Command kCheck{"check", "FILE [--set key=value]…",
                     "Validate a YAML file and all it names, without writing anything", check_file};

}  // namespace quern::command
