// Reads the files of the chip's golden single-command cases; their format is described in the README beside
// them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace quern::test {

// The folder bm1684/ of the shared files; empty where it is absent.
std::filesystem::path chip_folder();

// The names of all kinds of cases ("conv_i8_to_i8", ...), sorted; empty where the shared files are absent.
std::vector<std::string> vector_kinds();

// Calls f for every case of a kind. Throws where the file is damaged.
void for_each_vector(const std::string& kind, const std::function<void(const nlohmann::json&)>& f);

// Throws where the text is not base64.
std::vector<uint8_t> decode_base64(const std::string& text);

}  // namespace quern::test

// Skips the test where the shared files are absent.
#define QUERN_NEEDS_CHIP_FILES()            \
  if (::quern::test::chip_folder().empty()) \
  GTEST_SKIP() << "the shared chip files are absent; set QUERN_SHARED"
