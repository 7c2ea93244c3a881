#include "command/arguments.hpp"
#include "command/exit_code.hpp"
#include "config/pipeline_file.hpp"
#include "pipeline/run_pipeline.hpp"
#include "support/jobs.hpp"

namespace quern::command {
namespace {

int run_file(const std::vector<std::string>& words) {
  Arguments arguments(kRun);
  arguments.positional("FILE")
      .list("set", "key.of.section=value: as if it stood in the file")
      .text("from", "begin at this stage: convert, calibrate, compile, evaluate, run, report")
      .text("until", "stop after this stage")
      .flag("force", "run stages even where nothing changed, and overwrite edited files")
      .number("jobs", 1, "threads; default: jobs: of the file, else all processors")
      .plugins();
  if (!arguments.parse(words)) return kSuccess;
  const config::Pipeline pipeline = config::load_pipeline(arguments.get("FILE"), arguments.get_list("set"));
  plugins::Registry registry = arguments.registry(pipeline.plugin_dirs);
  pipeline::Context context{pipeline, registry, jobs_or_default(arguments.get_number("jobs", pipeline.jobs))};
  pipeline::run_pipeline(context, {arguments.get("from"), arguments.get("until"), arguments.has("force")});
  return kSuccess;
}

}  // namespace

const Command kRun{"run", "FILE [--set key=value]… [--from STAGE] [--until STAGE] [--jobs N] [--force]",
                   "Run the pipeline of a YAML file", run_file};

}  // namespace quern::command
