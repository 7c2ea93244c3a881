#include "pipeline/plugin_options.hpp"

#include <algorithm>

#include "support/nearest.hpp"

namespace quern::pipeline {

plugins::OptionValues resolve_options(const plugins::Library& library, const config::PluginChoice& choice,
                                      config::Problems& problems) {
  plugins::OptionValues values = default_values(library.options);
  for (const config::Setting& setting : choice.options) {
    const auto spec =
        std::find_if(library.options.begin(), library.options.end(),
                     [&](const plugins::OptionSpec& option) { return option.name == setting.name; });
    if (spec == library.options.end()) {
      problems.add(setting.origin, library.label() + " has no option \"" + setting.name + "\"" +
                                       suggestion(setting.name, names_of(library.options)));
      continue;
    }
    if (const std::string wrong = objection(*spec, setting.value); !wrong.empty()) {
      problems.add(setting.origin, "option \"" + setting.name + "\" of " + library.label() + " " + wrong +
                                       ", not \"" + setting.value + "\"");
      continue;
    }
    values[size_t(spec - library.options.begin())].second = setting.value;
  }
  return values;
}

plugins::OptionValues resolve_options(const plugins::Library& library, const config::PluginChoice& choice) {
  config::Problems problems;
  plugins::OptionValues values = resolve_options(library, choice, problems);
  problems.throw_if_any();
  return values;
}

}  // namespace quern::pipeline
