#include "command/plugin_choice.hpp"

#include <quern/error.hpp>

namespace quern::command {

config::PluginChoice plugin_choice(const std::vector<std::string>& texts) {
  config::PluginChoice choice;
  for (const std::string& text : texts) {
    const size_t equals = text.find('=');
    if (equals == std::string::npos)
      throw Error(QUERN_ERROR_ARGUMENT, "--option \"" + text + "\" is not of the form name=value");
    choice.options.push_back({text.substr(0, equals), text.substr(equals + 1), {"--option " + text, 0, 0}});
  }
  return choice;
}

}  // namespace quern::command
