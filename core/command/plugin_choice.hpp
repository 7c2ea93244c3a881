// Options of plugins on the command line.
#pragma once

#include <string>
#include <vector>

#include "config/pipeline_file.hpp"

namespace quern::command {

// The texts "NAME=VALUE" of --option as settings for a plugin. Throws Error where one has no "=".
config::PluginChoice plugin_choice(const std::vector<std::string>& texts);

}  // namespace quern::command
