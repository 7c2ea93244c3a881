#include <iostream>

#include "command/command.hpp"
#include "command/exit_code.hpp"

namespace quern::command {
namespace {

int print_overview(const std::vector<std::string>& arguments) {
  if (!arguments.empty() && !arguments[0].starts_with('-')) return run({arguments[0], "--help"});
  std::cout << "quern: trained networks to INT8 programs\n\nCommands:\n";
  for (const Command* command : commands()) {
    if (command->hidden) continue;
    std::string name(command->name);
    name.resize(10, ' ');
    std::cout << "  " << name << command->summary << "\n";
  }
  std::cout << "\n\"quern COMMAND --help\" explains one of them.\n";
  return kSuccess;
}

}  // namespace

const Command kHelp{"help", "[COMMAND]", "Explain the commands", print_overview};

}  // namespace quern::command
