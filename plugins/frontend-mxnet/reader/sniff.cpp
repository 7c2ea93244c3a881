#include "reader/sniff.hpp"

#include <algorithm>

#include <quern/onnx/file.hpp>

#include "reader/files.hpp"

namespace quern::frontend::mxnet {

int sniff(const std::vector<std::filesystem::path>& files) {
  int best = 0;
  for (const auto& file : files) {
    try {
      const FileKind kind = kind_of(map_file(file));
      if (kind == FileKind::Other) return 0;
      best = std::max(best, kind == FileKind::Symbol ? 95 : 90);
    } catch (const Error&) {
      return 0;
    }
  }
  return best;
}

}  // namespace quern::frontend::mxnet
