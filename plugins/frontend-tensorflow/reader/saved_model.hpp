// SavedModel folders: saved_model.pb with graph and signatures, variables/ with the checkpoint.
#pragma once

#include <filesystem>

#include "model/graph.hpp"

namespace quern::frontend::tensorflow {

// Reads the graph tagged "serve" (else the first) with the ports of `signature` (where there is only one, its
// name does not matter). Throws Error where files are missing, damaged, or there is no such signature.
SourceGraph read_saved_model(const std::filesystem::path& folder, const std::string& signature);

}  // namespace quern::frontend::tensorflow
