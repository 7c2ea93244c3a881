#include "shared_files.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace quern::bm1684::test {

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
