// Checkpoints in the TensorBundle format: PREFIX.index and PREFIX.data-00000-of-00001 ...
#pragma once

#include <filesystem>

#include "model/graph.hpp"

namespace quern::frontend::tensorflow {

struct Checkpoint {
  std::map<std::string, Constant> values;  // elements stay in the mapped files
  std::map<std::string, std::string>
      keys;  // full names of variables to keys, where the checkpoint tells them
};

// Throws Error where a file is missing, InputError where one is damaged. Partitioned variables have no value.
Checkpoint read_bundle(const std::filesystem::path& prefix);

}  // namespace quern::frontend::tensorflow
