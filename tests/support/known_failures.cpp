#include "known_failures.hpp"

#include <fstream>

#include <quern/error.hpp>

namespace quern::test {

std::map<std::string, std::string> read_known_failures(const std::filesystem::path& file) {
  std::map<std::string, std::string> known;
  std::ifstream stream(file);
  std::string line;
  for (int number = 1; std::getline(stream, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    const size_t colon = line.find(": ");
    if (colon == std::string::npos || colon + 2 == line.size())
      throw InputError("a case needs a reason", file.string() + ":" + std::to_string(number));
    known[line.substr(0, colon)] = line.substr(colon + 2);
  }
  return known;
}

}  // namespace quern::test
