#include <iostream>

#include "command/arguments.hpp"
#include "command/exit_code.hpp"
#include "config/schema.hpp"
#include "plugins/kind.hpp"

namespace quern::command {
namespace {

// A cell of a Markdown table.
std::string cell(std::string_view text) {
  std::string result;
  for (const char c : text) result += c == '|' ? std::string("\\|") : std::string(1, c);
  return result;
}

void print_fields(const std::string& path, std::span<const config::Field> fields) {
  std::cout << "| key | type | default | meaning |\n|---|---|---|---|\n";
  for (const config::Field& field : fields)
    std::cout << "| `" << field.key << "` | " << cell(type_text(field)) << " | "
              << (field.required ? "required" : cell(field.fallback)) << " | " << cell(field.help) << " |\n";
  std::cout << "\n";
  for (const config::Field& field : fields) {
    if (field.fields.empty()) continue;
    const std::string inner = path + std::string(field.key);
    const bool named = field.type == config::Type::NamedSections;
    std::cout << "### `" << inner << (named ? ".NAME" : "") << "`\n\n" << field.help << "\n\n";
    print_fields(inner + (named ? ".NAME." : "."), field.fields);
  }
}

void print_plugin(const plugins::Library& library) {
  std::cout << "### " << library.label() << "\n\n" << library.descriptor->summary << ".\n\n";
  if (library.options.empty()) {
    std::cout << "No options.\n\n";
    return;
  }
  std::cout << "| option | type | default | meaning |\n|---|---|---|---|\n";
  for (const plugins::OptionSpec& option : library.options)
    std::cout << "| `" << option.name << "` | " << cell(type_text(option)) << " | "
              << cell(option.default_value) << " | " << cell(option.help) << " |\n";
  std::cout << "\n";
}

int print_reference(const std::vector<std::string>& words) {
  Arguments arguments(kReference);
  arguments.plugins();
  if (!arguments.parse(words)) return kSuccess;
  plugins::Registry registry = arguments.registry();
  std::cout << "# Reference\n\nMade by `quern reference`: do not edit. Unknown keys, repeated keys, wrong "
               "types and\n"
               "values out of range are refused with their line. Relative paths begin at the folder of the "
               "YAML file.\n"
               "`quern run FILE --set key.of.section=value` overrides any key.\n\n## Pipeline files\n\n";
  print_fields("", config::pipeline_fields());
  std::cout << "## Commands\n\n";
  for (const Command* command : commands())
    if (!command->hidden)
      std::cout << "- `quern " << command->name << (command->usage.empty() ? "" : " ") << command->usage
                << "`: " << command->summary << ".\n";
  std::cout << "\n## Plugins\n\n";
  for (const int32_t kind : plugins::kKinds)
    for (const std::string& name : registry.names(kind)) print_plugin(registry.load(kind, name));
  return kSuccess;
}

}  // namespace

const Command kReference{"reference", "", "Print the reference of YAML keys and plugin options as Markdown",
                         print_reference, true};

}  // namespace quern::command
