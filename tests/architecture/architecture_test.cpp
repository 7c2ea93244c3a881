// The rules of the house that a compiler does not enforce: who may include what, and how long a file may be.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

constexpr size_t kLongestFile = 400;

fs::path root() { return std::getenv("QUERN_TEST_SOURCE"); }

std::vector<fs::path> sources(const fs::path& folder) {
  std::vector<fs::path> files;
  const std::set<std::string> endings = {".cpp", ".hpp", ".h"};
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && endings.contains(entry.path().extension())) files.push_back(entry.path());
  return files;
}

std::vector<std::string> lines(const fs::path& file) {
  std::vector<std::string> result;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) result.push_back(line);
  return result;
}

// The one description of the machine and of its programs lies in the target; the runtimes for the chip use
// it.
bool is_machine_library(const std::string& include) {
  return (include.starts_with("isa/") || include.starts_with("bmodel/")) &&
         fs::exists(root() / "plugins/target-bm1684" / include);
}
bool is_chip_runtime(const fs::path& file) {
  const std::string path = fs::relative(file, root() / "plugins/runtime").string();
  return path.starts_with("bm1684/") || path.starts_with("sophon/");
}

// The quoted includes of a file must exist below one of `allowed` (or beside the file).
void expect_includes_from(const fs::path& file, const std::vector<fs::path>& allowed) {
  static const std::regex pattern("^\\s*#include \"([^\"]+)\"");
  for (const std::string& line : lines(file)) {
    std::smatch match;
    if (!std::regex_search(line, match, pattern)) continue;
    bool found = is_machine_library(match[1]) && is_chip_runtime(file);
    for (const fs::path& folder : allowed) found = found || fs::exists(folder / match[1].str());
    EXPECT_TRUE(found) << file << " includes " << match[1] << ", which is not its own";
  }
}

std::vector<fs::path> plugin_folders() {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(root() / "plugins"))
    if (entry.is_directory() && entry.path().filename() != "runtime") folders.push_back(entry.path());
  for (const auto& entry : fs::directory_iterator(root() / "plugins/runtime"))
    if (entry.is_directory()) folders.push_back(entry.path());
  return folders;
}

TEST(Architecture, PluginsIncludeOnlyThemselvesAndTheSdk) {
  for (const fs::path& plugin : plugin_folders())
    for (const fs::path& file : sources(plugin)) expect_includes_from(file, {plugin, file.parent_path()});
}

// Its examples are programs of users; those that embed the host include that.
TEST(Architecture, TheSdkIncludesOnlyItself) {
  for (const char* folder : {"sdk/include", "sdk/ops"})
    for (const fs::path& file : sources(root() / folder))
      expect_includes_from(file, {root() / "sdk/ops/src", root() / "sdk/include", file.parent_path()});
  for (const fs::path& file : sources(root() / "sdk/examples"))
    expect_includes_from(file, {root() / "core", file.parent_path()});
}

TEST(Architecture, TheHostIncludesOnlyItselfAndTheSdk) {
  for (const fs::path& file : sources(root() / "core")) expect_includes_from(file, {root() / "core"});
}

TEST(Architecture, TheHostNamesNoPlugin) {
  const std::regex names("\"(onnx|kl|max|bm1684|cpu|sophon)\"");
  for (const fs::path& file : sources(root() / "core"))
    for (const std::string& line : lines(file))
      EXPECT_FALSE(std::regex_search(line, names)) << file << ": " << line;
}

TEST(Architecture, FilesCanBeReadInOneSitting) {
  for (const char* folder : {"sdk", "core", "plugins", "tests"})
    for (const fs::path& file : sources(root() / folder)) EXPECT_LE(lines(file).size(), kLongestFile) << file;
}

}  // namespace
