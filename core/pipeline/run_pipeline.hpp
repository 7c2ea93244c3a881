// Running a pipeline: stages in order, unchanged ones skipped, interrupted ones repeated.
#pragma once

#include <string>

#include "pipeline/stage.hpp"

namespace quern::pipeline {

struct RunRequest {
  std::string from;    // first stage that may run; "": all. Artefacts of earlier ones must be there
  std::string until;   // last stage that runs; "": all
  bool force = false;  // run even where nothing changed, and overwrite files that the user edited
};

// Locks the work folder and runs the stages. Throws Error.
void run_pipeline(Context& context, const RunRequest& request);

}  // namespace quern::pipeline
