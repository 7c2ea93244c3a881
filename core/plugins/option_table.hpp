// The options a plugin declares, and values for them.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <quern/plugin.h>

namespace quern::plugins {

// quern_option with its texts copied; "" stands for null.
struct OptionSpec {
  int32_t type = QUERN_OPTION_STRING;
  std::string name, default_value, minimum, maximum, help;
  std::vector<std::string> choices;
};

// Name and value of every option of a plugin, in the order of declaration.
using OptionValues = std::vector<std::pair<std::string, std::string>>;

// Reads the table of a descriptor. Throws InputError where the declarations contradict themselves.
std::vector<OptionSpec> read_options(const quern_plugin& plugin);

// What is wrong with `value` for this option, e.g. "must be at least 1"; "" where it is fine.
std::string objection(const OptionSpec& option, const std::string& value);

// "integer, 1 to 64" and the like, for help texts.
std::string type_text(const OptionSpec& option);

std::vector<std::string> names_of(const std::vector<OptionSpec>& options);

// The declared defaults.
OptionValues default_values(const std::vector<OptionSpec>& options);

// `values` as the ABI takes them; borrows the strings.
std::vector<quern_option_value> to_abi(const OptionValues& values);

}  // namespace quern::plugins
