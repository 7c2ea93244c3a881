// Reading the command line of a subcommand.
#pragma once

#include <boost/program_options.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <quern/error.hpp>

#include "command/command.hpp"
#include "plugins/registry.hpp"

namespace quern::command {

class Arguments {
 public:
  explicit Arguments(const Command& command);

  // Adds an option. `name` as Boost.Program_options takes it, e.g. "output,o".
  Arguments& flag(const char* name, const char* help);
  Arguments& text(const char* name, const char* help);
  Arguments& list(const char* name, const char* help);  // may be given several times
  Arguments& number(const char* name, int minimum, const char* help);
  // Adds a positional argument, or with `many` all further ones. Required.
  Arguments& positional(const char* name, bool many = false);
  // Adds --plugin-dir.
  Arguments& plugins();

  // False where --help was asked for (and printed). Throws Error (QUERN_ERROR_ARGUMENT).
  bool parse(const std::vector<std::string>& arguments);

  [[nodiscard]] bool has(const std::string& name) const { return values_.count(name) > 0; }
  // The value, or "" where it was not given.
  [[nodiscard]] std::string get(const std::string& name) const;
  [[nodiscard]] std::vector<std::string> get_list(const std::string& name) const;
  [[nodiscard]] int get_number(const std::string& name, int fallback) const;
  // The plugins of --plugin-dir, of `yaml`, and of the usual places.
  [[nodiscard]] plugins::Registry registry(const std::vector<std::filesystem::path>& yaml = {}) const;
  [[nodiscard]] std::vector<std::filesystem::path> plugin_folders() const;

 private:
  void print_help() const;
  void require_positionals() const;

  const Command& command_;
  boost::program_options::options_description visible_{"Options"}, all_;
  boost::program_options::positional_options_description positions_;
  std::vector<std::string> required_;
  std::vector<std::pair<std::string, int>> minimums_;
  boost::program_options::variables_map values_;
};

}  // namespace quern::command
