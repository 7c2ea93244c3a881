// The kinds of sources behind open_source().
#pragma once

#include "data/source.hpp"

namespace quern::data {

std::unique_ptr<Source> open_images(const DataDescription& description, const Preprocess& preprocess,
                                    const std::vector<Port>& inputs);
std::unique_ptr<Source> open_arrays(const DataDescription& description, const std::vector<Port>& inputs);

// Samples per run: the first dimension where all inputs have the same one (1 where it is not known), else 1.
size_t common_batch(const std::vector<Port>& inputs);

// Files below a folder (recursively) whose extension is one of these (lower case, with dot), as paths
// relative to it with '/', in byte order. Throws Error (QUERN_ERROR_IO) where the folder cannot be read.
std::vector<std::string> list_files(const std::string& folder, const std::vector<std::string>& extensions);

}  // namespace quern::data
