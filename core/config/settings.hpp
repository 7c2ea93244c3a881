// --set KEY.OF.SECTION=VALUE
#pragma once

#include <string>
#include <vector>

#include "config/problems.hpp"
#include "config/value.hpp"

namespace quern::config {

// Puts the values into the tree, making sections where they are missing. Values are YAML. What is wrong with
// a setting itself goes to `problems`; whether key and value fit the schema is checked with the rest.
void apply_settings(Value& root, const std::vector<std::string>& settings, Problems& problems);

}  // namespace quern::config
