// Every operator with arguments that no export writes: it converts or is refused with an Error; anything else
// ends the program. QUERN_RANDOM_COUNT sets how often each case is changed, QUERN_RANDOM_SEED how.
#include <cctype>
#include <gtest/gtest.h>
#include <random>
#include <sstream>

#include <quern/onnx/file.hpp>
#include <quern/onnx/write.hpp>

#include "fixtures.hpp"
#include "reader/zip.hpp"
#include "support/recording_host.hpp"
#include "support/setting.hpp"
#include "tiny_archive.hpp"

namespace quern::frontend::pytorch::test {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.'; }

// What may stand in the place of a number, a truth value or None.
const std::vector<std::string> kArguments = {
    "-1",   "0",    "1",     "2",  "3",    "7",      "1000",  "2147483648", "-9223372036854775808",
    "None", "True", "False", "[]", "[-1]", "[0, 0]", "0.",    "-0.5",       "1e38",
    "[[]]", "()",   "\"\"",  "{}", "x",    "[x, x]", "[None]"};

bool is_argument(const std::string& word) {
  return std::isdigit(static_cast<unsigned char>(word[0])) || word == "None" || word == "True" ||
         word == "False" || word == "x" || word == "input";
}

// Changes about one in `rarity` of the arguments in a line.
std::string mutated_line(const std::string& line, std::mt19937& random, unsigned rarity) {
  std::string result;
  for (size_t i = 0; i < line.size();) {
    size_t end = i;
    while (end < line.size() && is_word(line[end])) ++end;
    if (end == i) {
      result += line[i++];
      continue;
    }
    const std::string word = line.substr(i, end - i);
    const bool changes = is_argument(word) && random() % rarity == 0;
    result += changes ? kArguments[random() % kArguments.size()] : word;
    i = end;
  }
  return result;
}

// Leaves the lines alone that declare something: without them nothing of the file would be read.
std::string mutated(const std::string& code, std::mt19937& random, unsigned rarity) {
  std::istringstream lines(code);
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    const bool is_statement = line.starts_with("    ") && line.find(": ") == std::string::npos &&
                              (line.find(" = ") != std::string::npos || line.starts_with("    return"));
    result += (is_statement ? mutated_line(line, random, rarity) : line) + "\n";
  }
  return result;
}

// The archive of a case with changes in the bodies of its functions.
std::string mutated_archive(const std::filesystem::path& file, std::mt19937& random, unsigned rarity) {
  const ZipArchive zip(map_file(file), file.string());
  std::vector<std::pair<std::string, std::string>> entries;
  for (const auto& [name, entry] : zip.entries()) {
    if (name.ends_with(".debug_pkl")) continue;
    const std::string content = zip.read_text(name);
    entries.emplace_back(name, name.ends_with(".py") ? mutated(content, random, rarity) : content);
  }
  return zip_of(entries);
}

TEST(MutatedOperators, ConvertOrAreRefused) {
  std::mt19937 random{quern::test::setting("QUERN_RANDOM_SEED", 5)};
  const unsigned rounds = quern::test::setting("QUERN_RANDOM_COUNT", 2);
  const std::vector<OperatorCase> cases = operator_cases();
  size_t converted = 0, refused = 0;
  for (unsigned round = 0; round < rounds; ++round) {
    std::map<std::string, Blob> archives;  // the cases of a group are changed together
    for (const OperatorCase& given : cases) {
      if (!archives.contains(given.group))
        archives[given.group] = blob_of(mutated_archive(given.archive(), random, 4 + round % 3 * 8));
      quern::test::RecordingHost host;
      SCOPED_TRACE(given.group + " " + given.name);
      try {
        const Model model = convert_archive(archives.at(given.group), given.options(), host.host(), "m.pt");
        onnx_writer::write_model(model, "m.onnx", [](const std::string&, const void*, size_t) {});
        ++converted;
      } catch (const Error&) {
        ++refused;
      }
    }
  }
  EXPECT_GT(converted, cases.size() / 10);
  EXPECT_GT(refused, cases.size() / 10);
}

}  // namespace
}  // namespace quern::frontend::pytorch::test
