#include "reader/sniff.hpp"

#include <algorithm>

#include <quern/error.hpp>

#include "reader/files.hpp"

namespace quern::frontend::paddle {
namespace fs = std::filesystem;
namespace {

int sureness(FileKind kind) {
  switch (kind) {
    case FileKind::Program:
      return 100;
    case FileKind::Pir:
      return 90;
    case FileKind::Tensors:
      return 20;
    default:
      return 0;
  }
}

}  // namespace

int sniff(const std::vector<fs::path>& files) {
  int best = 0;
  for (const fs::path& path : files) try {
      std::error_code error;
      if (!fs::is_directory(path, error)) {
        best = std::max(best, sureness(kind_of_file(path)));
        continue;
      }
      for (const fs::path& program : programs_in(path))
        best = std::max(best, sureness(kind_of_file(program)));
    } catch (const Error&) {
      // A folder that cannot be read is no Paddle model.
    }
  return best;
}

}  // namespace quern::frontend::paddle
