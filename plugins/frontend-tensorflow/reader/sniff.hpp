// Recognising TensorFlow's files by their content.
#pragma once

#include <filesystem>

namespace quern::frontend::tensorflow {

// Other: not read, but there is an answer to it (other_files.hpp).
enum class Format { None, GraphDef, SavedModel, Other };

// What `path` is. A folder with a saved_model.pb, and that file itself, are SavedModels. Never throws.
Format format_of(const std::filesystem::path& path);

// How sure it is, 0 to 100, that `path` is a TensorFlow model.
int sniff(const std::filesystem::path& path);

}  // namespace quern::frontend::tensorflow
