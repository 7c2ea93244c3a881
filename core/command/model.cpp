#include <algorithm>
#include <iostream>

#include "command/arguments.hpp"
#include "command/exit_code.hpp"
#include "pipeline/conversion.hpp"
#include "plugins/target.hpp"
#include "support/file.hpp"
#include "support/log.hpp"

namespace quern::command {
namespace {

namespace fs = std::filesystem;

enum class Output { None, Folder, File };

struct Verb {
  std::string_view name;
  size_t least_files, most_files;
  Output output;
};

constexpr Verb kVerbs[] = {
    {"info", 1, 1, Output::None},      {"verify", 1, 1, Output::None},           {"diff", 2, 2, Output::None},
    {"extract", 1, 1, Output::Folder}, {"combine", 2, size_t(-1), Output::File},
};

const Verb& find_verb(const std::string& name) {
  const auto* verb =
      std::find_if(std::begin(kVerbs), std::end(kVerbs), [&](const Verb& v) { return v.name == name; });
  if (verb != std::end(kVerbs)) return *verb;
  throw Error(QUERN_ERROR_ARGUMENT, "there is no \"quern model " + name + "\"", {},
              "Usage: quern model " + std::string(kModel.usage));
}

void check_counts(const Verb& verb, size_t files, bool has_output) {
  const std::string name = "quern model " + std::string(verb.name);
  if (files < verb.least_files || files > verb.most_files)
    throw Error(QUERN_ERROR_ARGUMENT, name + " takes " + std::to_string(verb.least_files) +
                                          (verb.most_files > verb.least_files ? " or more files"
                                           : verb.least_files == 1            ? " file"
                                                                              : " files") +
                                          ", not " + std::to_string(files));
  if (verb.output == Output::None && has_output)
    throw Error(QUERN_ERROR_ARGUMENT, name + " writes no file: -o is too much");
  if (verb.output == Output::File && !has_output)
    throw Error(QUERN_ERROR_ARGUMENT, "-o FILE is missing: where to write the result");
}

// Runs a verb that writes files; they appear together or not at all.
void write_programs(plugins::Registry& registry, const Verb& verb, const std::vector<fs::path>& files,
                    const fs::path& output) {
  const bool one = verb.output == Output::File;
  if (one && output.filename().empty())
    throw Error(QUERN_ERROR_ARGUMENT, "-o names a folder, not a file", output.string());
  const fs::path folder = one ? output.parent_path() : output;
  if (!folder.empty()) make_folder(folder);
  AtomicFileSet written(folder.empty() ? "." : folder);
  (void)choose_target(registry, files[0])
      .tool({std::string(verb.name), files, one ? output.filename().string() : ""},
            [&](const std::string& name, const void* data, size_t size) { written.write(name, data, size); });
  const std::vector<std::string> names = written.names();
  written.commit();
  for (const std::string& name : names) log::info("wrote " + (folder / name).string());
}

int run_model(const std::vector<std::string>& words) {
  Arguments arguments(kModel);
  arguments.positional("VERB")
      .positional("FILE", true)
      .text("output,o",
            "the file that combine writes, or the folder for the files of extract (default: this one)")
      .plugins();
  if (!arguments.parse(words)) return kSuccess;
  const Verb& verb = find_verb(arguments.get("VERB"));
  const std::vector<std::string> names = arguments.get_list("FILE");
  check_counts(verb, names.size(), arguments.has("output"));
  const std::vector<fs::path> files(names.begin(), names.end());
  pipeline::require_files(files);

  plugins::Registry registry = arguments.registry();
  if (verb.output != Output::None) {
    write_programs(registry, verb, files,
                   arguments.has("output") ? fs::path(arguments.get("output")) : fs::path("."));
    return kSuccess;
  }
  const std::vector<std::string> lines =
      choose_target(registry, files[0]).tool({std::string(verb.name), files});
  for (const std::string& line : lines) std::cout << line << "\n";
  return verb.name == "diff" && !lines.empty() ? kDifferent : kSuccess;
}

}  // namespace

const Command kModel{"model", "info|verify|diff|extract|combine FILE… [-o OUT]",
                     "Explain, check, compare, split and merge compiled programs", run_model};

}  // namespace quern::command
