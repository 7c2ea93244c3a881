// The conversion step, used by the pipeline and by `quern convert`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "plugins/frontend.hpp"
#include "support/progress.hpp"

namespace quern::pipeline {

// Models of some frameworks are folders.
enum class Folders { Refused, Allowed };

// Throws Error (QUERN_ERROR_IO) naming every file that is missing or cannot be read.
void require_files(const std::vector<std::filesystem::path>& files, Folders folders = Folders::Refused);

// Runs the frontend and the host's passes: the result is canonical (docs/canonical.md). `progress` may be
// empty. Throws Error.
Model convert_model(const plugins::Frontend& frontend, const plugins::ConvertRequest& request,
                    unsigned threads, const Progress& progress);

// Writes `file`, and for large models `file`.data beside it, whole or not at all. Throws Error.
void write_model_file(const Model& model, const std::filesystem::path& file);

}  // namespace quern::pipeline
