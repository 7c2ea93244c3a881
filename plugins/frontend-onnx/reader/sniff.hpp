// Recognising ONNX files.
#pragma once

#include <filesystem>

namespace quern::frontend::onnx {

// How sure it is, 0 to 100, that `file` is an ONNX model. Looks at the framing of the outermost protobuf
// message and at the first field of the graph only, so it is fast on files of any size. The extension
// decides where the content is plausible but damaged.
int sniff(const std::filesystem::path& file);

}  // namespace quern::frontend::onnx
