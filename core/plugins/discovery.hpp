// Which plugin files there are, without loading any.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "plugins/manifest.hpp"

namespace quern::plugins {

// A folder to search and who asked for it, e.g. "--plugin-dir".
struct SearchFolder {
  std::filesystem::path path;
  std::string origin;
};

// The folders in the order of precedence: the command line's, the YAML file's, QUERN_PLUGIN_PATH (separated
// by ':'), and lib/quern beside the folder of the executable. The current folder is never searched.
std::vector<SearchFolder> search_folders(const std::vector<std::filesystem::path>& command_line,
                                         const std::vector<std::filesystem::path>& yaml);

// One file that may be a plugin.
struct Candidate {
  std::filesystem::path file;
  std::string origin;                // of its folder
  std::optional<Manifest> manifest;  // absent where it cannot be read
  std::string objection;             // why it is not used; "" where it is
};

// Every "*.so" of the folders. Folders in the given order, files by name; of two plugins with the same kind
// and name the first is used. Folders that do not exist hold no candidates.
std::vector<Candidate> discover(const std::vector<SearchFolder>& folders);

}  // namespace quern::plugins
