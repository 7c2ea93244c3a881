#include "samples.hpp"

#include <algorithm>
#include <cstdlib>

namespace quern::bmodel::test {
namespace fs = std::filesystem;

fs::path sample_folder() {
  const char* shared = std::getenv("QUERN_SHARED");
  const char* source = std::getenv("QUERN_TEST_SOURCE");
  const fs::path root = shared ? fs::path(shared) : fs::path(source ? source : ".") / ".." / "shared";
  return root / "bm1684" / "samples";
}

std::vector<fs::path> samples() {
  std::vector<fs::path> folders;
  if (!fs::is_directory(sample_folder())) return folders;
  for (const auto& entry : fs::directory_iterator(sample_folder()))
    if (fs::exists(entry.path() / "manifest.json")) folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  return folders;
}

}  // namespace quern::bmodel::test
