// From what the YAML file says about a plugin to the plugin and its options.
#pragma once

#include "config/pipeline_file.hpp"
#include "config/problems.hpp"
#include "plugins/library.hpp"

namespace quern::pipeline {

// A value for every option of the plugin: what the file says, else the default. What does not fit goes to
// `problems`.
plugins::OptionValues resolve_options(const plugins::Library& library, const config::PluginChoice& choice,
                                      config::Problems& problems);

// As above; throws Error (QUERN_ERROR_ARGUMENT) with all problems.
plugins::OptionValues resolve_options(const plugins::Library& library, const config::PluginChoice& choice);

}  // namespace quern::pipeline
