// A stage of the pipeline: reads artefacts, writes artefacts, and is skipped when nothing changed.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "config/pipeline_file.hpp"
#include "pipeline/fingerprint.hpp"
#include "plugins/registry.hpp"
#include "support/file.hpp"
#include "support/progress.hpp"

namespace quern::pipeline {

// What all stages work with.
struct Context {
  const config::Pipeline& pipeline;
  plugins::Registry& registry;
  unsigned jobs = 1;
  FileHashes hashes = {};

  [[nodiscard]] std::filesystem::path artefact(const char* name) const { return pipeline.work / name; }
};

struct Stage {
  std::string name;          // what --from, --until and messages call it
  std::string step;          // what its manifest is called; several steps may make up one stage
  bool keeps_edits = false;  // files that the user edited are not overwritten
  std::function<Fingerprint()> fingerprint;
  std::function<void(AtomicFileSet& files, const Progress& progress)> run;
};

// The stages, each in the file of its name. The context must outlive them.
Stage convert_stage(Context& context);
Stage statistics_stage(Context& context);  // the first step of calibrate: statistics.bin
Stage calibrate_stage(Context& context);   // the second: calibration.yaml
Stage compile_stage(Context& context);
Stage evaluate_stage(Context& context);
Stage run_stage(Context& context);

// The stages that the pipeline asks for, in order.
std::vector<Stage> stages_of(Context& context);

// Names that --from and --until know, in order; "report" is the last.
const std::vector<std::string>& stage_names();

}  // namespace quern::pipeline
