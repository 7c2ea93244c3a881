// The files that lie beside the source tree: facts about the chip, golden vectors, vendor-made programs.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "support/vector_files.hpp"

namespace quern::bm1684::test {

using quern::test::chip_folder;

// The .bmodel of every sample, in order of name.
std::vector<std::filesystem::path> sample_programs();

// The whole file; throws where it cannot be read.
std::string read_file(const std::filesystem::path& path);

}  // namespace quern::bm1684::test
