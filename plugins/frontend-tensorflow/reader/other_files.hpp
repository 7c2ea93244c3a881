// Files of TensorFlow and Keras that are not read, recognised in order to say what to do instead.
#pragma once

#include <string_view>

namespace quern::frontend::tensorflow {

struct OtherFile {
  std::string_view what, advice;
};

// Graphs as text, checkpoints, HDF5, .keras and TFLite files; null for everything else.
const OtherFile* find_other_file(std::string_view bytes);

}  // namespace quern::frontend::tensorflow
