// Every plugin exports one symbol and nothing else.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <gmock/gmock.h>

#include "house.hpp"

namespace {

namespace fs = std::filesystem;

std::string output_of(const std::string& command) {
  std::string output;
  FILE* pipe = ::popen(command.c_str(), "r");
  std::array<char, 4096> buffer{};
  while (const size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe))
    output.append(buffer.data(), size);
  ::pclose(pipe);
  return output;
}

TEST(Symbols, EveryPluginExportsOnlyItsEntry) {
  if (std::system("nm --version > /dev/null 2>&1") != 0) GTEST_SKIP() << "nm (binutils) is not installed";
  std::vector<fs::path> folders{quern::test::house() / "lib" / "quern"};
  if (const char* built = std::getenv("QUERN_TEST_PLUGINS")) folders.emplace_back(built);
  size_t checked = 0;
  for (const fs::path& folder : folders) {
    if (!fs::exists(folder)) continue;
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() != ".so") continue;
      const std::string symbols =
          output_of("nm -D --defined-only --format=posix '" + entry.path().string() + "'");
      EXPECT_THAT(symbols, testing::StartsWith("quern_plugin_entry T ")) << entry.path();
      EXPECT_EQ(std::count(symbols.begin(), symbols.end(), '\n'), 1) << entry.path() << "\n" << symbols;
      ++checked;
    }
  }
  EXPECT_GE(checked, 4u);
}

}  // namespace
