// Finding mistakes before any work is done.
#pragma once

#include <quern/graph/graph.hpp>

#include "pipeline/stage.hpp"

namespace quern::pipeline {

// Everything that can be known without converting the model: files and folders exist, plugins are there and
// load, their options fit, some frontend knows the model. Throws Error with all problems at once.
void check_settings(Context& context);

// Whether data and preprocessing fit the inputs of the converted network, and outputs that are named exist,
// for the stages up to `until` (a stage name). Throws Error.
void check_data(Context& context, const Graph& graph, const std::string& until);

}  // namespace quern::pipeline
