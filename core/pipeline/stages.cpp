#include "pipeline/stage.hpp"

namespace quern::pipeline {

std::vector<Stage> stages_of(Context& context) {
  const config::Pipeline& pipeline = context.pipeline;
  std::vector<Stage> stages{convert_stage(context)};
  if (pipeline.calibrate) {
    stages.push_back(statistics_stage(context));
    stages.push_back(calibrate_stage(context));
  }
  if (pipeline.compile) stages.push_back(compile_stage(context));
  if (pipeline.evaluate) stages.push_back(evaluate_stage(context));
  if (pipeline.run) stages.push_back(run_stage(context));
  return stages;
}

const std::vector<std::string>& stage_names() {
  static const std::vector<std::string> names{"convert", "calibrate", "compile", "evaluate", "run", "report"};
  return names;
}

}  // namespace quern::pipeline
