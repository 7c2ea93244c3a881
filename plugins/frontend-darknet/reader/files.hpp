// Telling a model's files apart by their content.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <quern/graph/tensor.hpp>
#include <quern/host.hpp>

namespace quern::frontend::darknet {

struct Files {
  std::string cfg_name, weights_name;
  Blob cfg, weights;  // no weights: the name is empty
};

// Sorts the given files, which may stand in any order. Other text files (.names, .data) are ignored with a
// note. Throws Error where there is no .cfg file, where there are two of a kind, or a file is neither.
Files sort_files(const std::vector<std::filesystem::path>& paths, const Host& host);

// How sure it is, 0 to 100, that the files are a Darknet model: a .cfg file settles it, a .weights file alone
// is a guess.
int sniff(const std::vector<std::filesystem::path>& paths);

}  // namespace quern::frontend::darknet
