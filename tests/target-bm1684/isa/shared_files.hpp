// The files that lie beside the source tree: facts about the chip, golden vectors, vendor-made programs.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace quern::bm1684::test {

// The folder bm1684/ of the shared files (environment QUERN_SHARED, else ../shared); empty where it is
// absent.
std::filesystem::path chip_folder();

// The .bmodel of every sample, in order of name.
std::vector<std::filesystem::path> sample_programs();

// The whole file; throws where it cannot be read.
std::string read_file(const std::filesystem::path& path);

}  // namespace quern::bm1684::test

// Skips the test where the shared files are absent.
#define QUERN_NEEDS_CHIP_FILES()                    \
  if (::quern::bm1684::test::chip_folder().empty()) \
  GTEST_SKIP() << "the shared chip files are absent; set QUERN_SHARED"
