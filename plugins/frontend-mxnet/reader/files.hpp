// Which of the files that make up a model is which.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include <quern/graph/tensor.hpp>

namespace quern::frontend::mxnet {

enum class FileKind { Other, Symbol, Parameters };

// What the content of a file is. Looks for the keys of a symbol in JSON text, and for the magic number of an
// NDArray list.
FileKind kind_of(const Blob& content);

struct ModelFiles {
  std::filesystem::path symbol, parameters;
  Blob symbol_content, parameters_content;
};

// Maps the files, which come in any order. Throws Error where one of the two is missing, there is another
// one, or a file cannot be read.
ModelFiles open_files(const std::vector<std::filesystem::path>& files);

}  // namespace quern::frontend::mxnet
