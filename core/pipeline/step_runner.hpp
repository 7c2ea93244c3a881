// One step: decides whether it must run, and leaves its outputs and manifest behind whole.
#pragma once

#include "pipeline/stage.hpp"

namespace quern::pipeline {

// Runs or skips the step and says so in one line. Throws Error.
void run_step(Context& context, const Stage& stage, bool force);

// Throws Error where the outputs of a step that is not to run are missing or damaged.
void require_outputs(Context& context, const Stage& stage);

}  // namespace quern::pipeline
