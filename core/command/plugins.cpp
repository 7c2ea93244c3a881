#include <iostream>

#include "command/arguments.hpp"
#include "command/exit_code.hpp"
#include "plugins/kind.hpp"
#include "support/nearest.hpp"

namespace quern::command {
namespace {

void print_candidates(const plugins::Registry& registry) {
  if (registry.candidates().empty()) std::cout << "no plugin files were found\n";
  for (const plugins::Candidate& c : registry.candidates()) {
    if (c.manifest) {
      std::cout << plugins::kind_name(c.manifest->kind) << " " << c.manifest->name << " "
                << c.manifest->version << ": " << c.manifest->summary << "\n";
    } else {
      std::cout << c.file.filename().string() << "\n";
    }
    std::cout << "  " << c.file.string() << " (" << c.origin << ")\n";
    std::cout << "  " << (c.objection.empty() ? "ready" : "not used: " + c.objection) << "\n";
  }
}

void print_options(const plugins::Library& library) {
  std::cout << library.label() << " " << library.descriptor->version << ": " << library.descriptor->summary
            << "\n";
  if (library.options.empty()) std::cout << "  no options\n";
  for (const plugins::OptionSpec& option : library.options)
    std::cout << "  " << option.name << " (" << type_text(option) << "; default "
              << (option.default_value.empty() ? "empty" : option.default_value) << ")\n      " << option.help
              << "\n";
}

// Options of every plugin of that name; one name may occur in several kinds.
void print_options_of(plugins::Registry& registry, const std::string& name) {
  bool found = false;
  std::vector<std::string> known;
  for (const int32_t kind : plugins::kKinds)
    for (const std::string& candidate : registry.names(kind)) {
      known.push_back(candidate);
      if (candidate != name) continue;
      print_options(registry.load(kind, name));
      found = true;
    }
  if (!found)
    throw Error(QUERN_ERROR_ARGUMENT, "there is no plugin \"" + name + "\"" + suggestion(name, known));
}

int list_plugins(const std::vector<std::string>& words) {
  Arguments arguments(kPlugins);
  arguments.plugins().text("options", "print the options of the plugin of this name");
  if (!arguments.parse(words)) return kSuccess;
  plugins::Registry registry = arguments.registry();
  if (arguments.has("options"))
    print_options_of(registry, arguments.get("options"));
  else
    print_candidates(registry);
  return kSuccess;
}

}  // namespace

const Command kPlugins{"plugins", "[--options NAME]",
                       "List the plugins that were found, and why some are not used", list_plugins};

}  // namespace quern::command
