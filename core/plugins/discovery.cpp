#include "plugins/discovery.hpp"

#include <algorithm>
#include <boost/dll/runtime_symbol_info.hpp>
#include <cstdlib>
#include <map>
#include <set>

#include <quern/error.hpp>

#include "support/parse.hpp"

namespace quern::plugins {
namespace fs = std::filesystem;
namespace {

std::vector<fs::path> libraries_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == ".so") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

Candidate examine(const fs::path& file, const std::string& origin) {
  Candidate candidate{file, origin, std::nullopt, {}};
  try {
    candidate.manifest = read_manifest(file);
    candidate.objection = abi_objection(candidate.manifest->abi_major, candidate.manifest->abi_minor);
  } catch (const Error& e) {
    candidate.objection = e.what();
  }
  return candidate;
}

}  // namespace

std::vector<SearchFolder> search_folders(const std::vector<fs::path>& command_line,
                                         const std::vector<fs::path>& yaml) {
  std::vector<SearchFolder> folders;
  for (const fs::path& path : command_line) folders.push_back({path, "--plugin-dir"});
  for (const fs::path& path : yaml) folders.push_back({path, "plugin_dirs"});
  if (const char* variable = std::getenv("QUERN_PLUGIN_PATH"))
    for (const std::string& path : split(variable, ':'))
      if (!path.empty()) folders.push_back({path, "QUERN_PLUGIN_PATH"});
  const fs::path executable(boost::dll::program_location().string());
  folders.push_back({executable.parent_path().parent_path() / "lib" / "quern", "installed"});
  return folders;
}

std::vector<Candidate> discover(const std::vector<SearchFolder>& folders) {
  std::vector<Candidate> candidates;
  std::set<fs::path> searched;
  std::map<std::pair<int32_t, std::string>, fs::path> first;
  for (const SearchFolder& folder : folders) {
    std::error_code error;
    if (!searched.insert(fs::weakly_canonical(folder.path, error)).second) continue;
    for (const fs::path& file : libraries_in(folder.path)) {
      Candidate candidate = examine(file, folder.origin);
      if (candidate.objection.empty()) {
        const auto [other, is_new] =
            first.emplace(std::pair(candidate.manifest->kind, candidate.manifest->name), file);
        if (!is_new)
          candidate.objection = "duplicate: " + other->second.string() + " has the same kind and name";
      }
      candidates.push_back(std::move(candidate));
    }
  }
  return candidates;
}

}  // namespace quern::plugins
