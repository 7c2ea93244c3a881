#include "shared_files.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace quern::bm1684::test {

std::filesystem::path chip_folder() {
  const char* shared = std::getenv("QUERN_SHARED");
  const char* source = std::getenv("QUERN_TEST_SOURCE");
  const std::filesystem::path root =
      shared ? shared : std::filesystem::path(source ? source : ".") / ".." / "shared";
  const std::filesystem::path folder = root / "bm1684";
  return std::filesystem::is_directory(folder) ? folder : std::filesystem::path();
}

std::vector<std::filesystem::path> sample_programs() {
  std::vector<std::filesystem::path> programs;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(chip_folder() / "samples"))
    if (entry.path().extension() == ".bmodel") programs.push_back(entry.path());
  std::sort(programs.begin(), programs.end());
  return programs;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::runtime_error("cannot open " + path.string());
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace quern::bm1684::test
