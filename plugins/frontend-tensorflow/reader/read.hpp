// From files to a graph.
#pragma once

#include <filesystem>
#include <span>

#include "model/graph.hpp"

namespace quern::frontend::tensorflow {

// Reads the model among `files`: a frozen GraphDef, or a SavedModel (its folder or its saved_model.pb) with
// the ports of `signature`. Throws Error where there is none, or it is damaged.
SourceGraph read_files(std::span<const std::filesystem::path> files, const std::string& signature);

}  // namespace quern::frontend::tensorflow
