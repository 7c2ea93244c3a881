// Where the shared models, images and chip documents are.
#pragma once

#include <cstdlib>
#include <filesystem>

namespace quern::test {

// $QUERN_SHARED, or ../shared beside the source tree. May not exist.
inline std::filesystem::path shared() {
  const char* path = std::getenv("QUERN_SHARED");
  return path ? std::filesystem::path(path)
              : std::filesystem::path(std::getenv("QUERN_TEST_SOURCE")) / "../shared";
}

inline std::filesystem::path shared_models() { return shared() / "models"; }

}  // namespace quern::test

// In a test: skips it, saying why, where the shared models are not there.
#define QUERN_NEEDS_SHARED_MODELS()                           \
  if (!std::filesystem::exists(quern::test::shared_models())) \
  GTEST_SKIP() << "the shared models are not at " << quern::test::shared_models() << "; set QUERN_SHARED"
