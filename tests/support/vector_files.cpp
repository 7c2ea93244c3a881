#include "vector_files.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <zlib.h>

#include "shared.hpp"

namespace quern::test {
namespace {

constexpr const char* kEnding = ".jsonl.gz";

std::string read_gzip(const std::filesystem::path& path) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
  if (!file) throw std::runtime_error("cannot open " + path.string());
  std::string text;
  std::vector<char> chunk(1 << 16);
  int count = 0;
  while ((count = gzread(file.get(), chunk.data(), unsigned(chunk.size()))) > 0)
    text.append(chunk.data(), size_t(count));
  if (count < 0) throw std::runtime_error("cannot read " + path.string());
  return text;
}

}  // namespace

std::filesystem::path chip_folder() {
  const std::filesystem::path folder = shared() / "bm1684";
  return std::filesystem::is_directory(folder) ? folder : std::filesystem::path();
}

std::vector<std::string> vector_kinds() {
  std::vector<std::string> kinds;
  if (chip_folder().empty()) return kinds;
  for (const auto& entry : std::filesystem::directory_iterator(chip_folder() / "vectors")) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(kEnding)) kinds.push_back(name.substr(0, name.size() - std::string(kEnding).size()));
  }
  std::sort(kinds.begin(), kinds.end());
  return kinds;
}

void for_each_vector(const std::string& kind, const std::function<void(const nlohmann::json&)>& f) {
  std::istringstream lines(read_gzip(chip_folder() / "vectors" / (kind + kEnding)));
  for (std::string line; std::getline(lines, line);) f(nlohmann::json::parse(line));
}

std::vector<uint8_t> decode_base64(const std::string& text) {
  static const std::array<int8_t, 256> digits = [] {
    std::array<int8_t, 256> table;
    table.fill(-1);
    const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < alphabet.size(); ++i) table[uint8_t(alphabet[i])] = int8_t(i);
    return table;
  }();
  std::vector<uint8_t> bytes;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == '=') break;
    const int digit = digits[uint8_t(c)];
    if (digit < 0) throw std::runtime_error("bad base64 text");
    bits = bits << 6 | uint32_t(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(uint8_t(bits >> count));
  }
  return bytes;
}

}  // namespace quern::test
