#include <algorithm>
#include <exception>
#include <new>

#include <quern/error.hpp>

#include "command/command.hpp"
#include "command/exit_code.hpp"
#include "support/log.hpp"
#include "support/nearest.hpp"

namespace quern::command {
namespace {

const Command& find(const std::string& name) {
  std::vector<std::string> names;
  for (const Command* command : commands()) {
    if (command->name == name) return *command;
    if (!command->hidden) names.emplace_back(command->name);
  }
  throw Error(QUERN_ERROR_ARGUMENT, "there is no command \"" + name + "\"" + suggestion(name, names), {},
              "\"quern help\" lists the commands.");
}

std::string canonical_name(const std::vector<std::string>& arguments) {
  if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "-h") return "help";
  if (arguments[0] == "--version") return "version";
  return arguments[0];
}

int report(const Error& e) {
  if (e.status() == QUERN_ERROR_CANCELLED) {
    log::error("stopped on request; what was finished is kept");
    return exit_code(e.status());
  }
  std::string text = e.where().empty() ? e.what() : e.where() + ": " + e.what();
  if (!e.hint().empty()) text += "\n  " + e.hint();
  log::error(text);
  return exit_code(e.status());
}

}  // namespace

int run(const std::vector<std::string>& arguments) {
  try {
    const Command& command = find(canonical_name(arguments));
    return command.run({arguments.begin() + (arguments.empty() ? 0 : 1), arguments.end()});
  } catch (const Error& e) {
    return report(e);
  } catch (const std::bad_alloc&) {
    return report(Error(QUERN_ERROR_MEMORY, "not enough memory", {},
                        "Use fewer --jobs, or a machine with more memory."));
  } catch (const std::exception& e) {
    return report(Error(QUERN_ERROR_INTERNAL, std::string("unexpected: ") + e.what(), {},
                        "Please report this as a bug."));
  }
}

}  // namespace quern::command
