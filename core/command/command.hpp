// What a subcommand of `quern` is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace quern::command {

struct Command {
  std::string_view name;
  std::string_view usage;    // what follows "quern NAME"
  std::string_view summary;  // one line
  // Does the work and returns the exit code. Throws Error.
  int (*run)(const std::vector<std::string>& arguments);
  bool hidden = false;  // left out of the overview
};

// Each is defined in the file of its name.
extern const Command kRun, kCheck, kConvert, kExec, kBench, kInfo, kModel, kDisasm, kOps, kPlugins, kVersion,
    kHelp, kReference;

// All subcommands, in the order of the overview.
const std::vector<const Command*>& commands();

// Runs `quern ARGUMENTS…`, prints what goes wrong, and returns the exit code (docs/exit-codes.md).
int run(const std::vector<std::string>& arguments);

}  // namespace quern::command
