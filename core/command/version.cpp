#include <iostream>

#include <quern/plugin.h>

#include "command/command.hpp"
#include "command/exit_code.hpp"

namespace quern::command {
namespace {

int print_version(const std::vector<std::string>&) {
  std::cout << "quern " << QUERN_VERSION << "\nplugin ABI " << QUERN_ABI_MAJOR << "." << QUERN_ABI_MINOR
            << "\n";
  return kSuccess;
}

}  // namespace

const Command kVersion{"version", "", "Print the version", print_version};

}  // namespace quern::command
