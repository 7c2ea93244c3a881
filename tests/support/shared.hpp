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

// A copy of configs/ below `folder`, from where ../../shared leads to the shared files wherever those are;
// returns it.
inline std::filesystem::path copy_configs(const std::filesystem::path& folder) {
  const std::filesystem::path configs = folder / "house" / "configs";
  std::filesystem::create_directories(configs.parent_path());
  if (!std::filesystem::exists(configs))
    std::filesystem::copy(std::filesystem::path(std::getenv("QUERN_TEST_SOURCE")) / "configs", configs,
                          std::filesystem::copy_options::recursive);
  if (!std::filesystem::exists(folder / "shared"))
    std::filesystem::create_directory_symlink(std::filesystem::absolute(shared()), folder / "shared");
  return configs;
}

}  // namespace quern::test

// In a test: skips it, saying why, where the shared models are not there.
#define QUERN_NEEDS_SHARED_MODELS()                           \
  if (!std::filesystem::exists(quern::test::shared_models())) \
  GTEST_SKIP() << "the shared models are not at " << quern::test::shared_models() << "; set QUERN_SHARED"
