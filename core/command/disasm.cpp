#include <iostream>

#include "command/arguments.hpp"
#include "command/exit_code.hpp"
#include "pipeline/conversion.hpp"
#include "plugins/target.hpp"
#include "support/file.hpp"
#include "support/log.hpp"

namespace quern::command {
namespace {

int disassemble(const std::vector<std::string>& words) {
  Arguments arguments(kDisasm);
  arguments.positional("FILE").text("output,o", "the text file to write; default: standard output").plugins();
  if (!arguments.parse(words)) return kSuccess;
  const std::filesystem::path file = arguments.get("FILE");
  pipeline::require_files({file});
  plugins::Registry registry = arguments.registry();
  std::string text;
  for (const std::string& line : choose_target(registry, file).tool({"disassemble", {file}}))
    text += line + "\n";
  if (!arguments.has("output")) {
    std::cout << text;
    return kSuccess;
  }
  write_file(arguments.get("output"), text);
  log::info("wrote " + arguments.get("output"));
  return kSuccess;
}

}  // namespace

const Command kDisasm{"disasm", "FILE [-o OUT]", "Print the instructions of a compiled program", disassemble};

}  // namespace quern::command
