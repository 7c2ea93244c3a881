// Damaged models: truncations and mutations of networks that use many sections. Each converts or is refused
// with an Error; anything else ends the test program.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include <quern/onnx/write.hpp>

#include "fuzz_input.hpp"
#include "support.hpp"

namespace quern::frontend::darknet::test {
namespace {

std::filesystem::path corpus() {
  const char* source = std::getenv("QUERN_TEST_SOURCE");
  return std::filesystem::path(source ? source : ".") / "tests" / "frontend-darknet" / "corpus";
}

std::vector<std::string> seeds() {
  std::vector<std::string> all;
  for (const auto& entry : std::filesystem::directory_iterator(corpus())) {
    std::ifstream file(entry.path(), std::ios::binary);
    all.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return all;
}

// Whether the bytes convert. Throws what is no Error.
bool converts(const std::string& bytes) {
  const RecordingHost host;
  try {
    const FuzzInput input = fuzz_input(bytes);
    const Model model = convert_network(input.files, input.options, host.host());
    onnx_writer::write_model(model, "m", [](const std::string&, const void*, size_t) {});
    return true;
  } catch (const Error&) {
    return false;
  }
}

TEST(Hostile, SeedsConvert) {
  for (const std::string& seed : seeds()) EXPECT_TRUE(converts(seed)) << seed;
  EXPECT_GE(seeds().size(), 6u);
}

TEST(Hostile, EveryTruncationIsSurvived) {
  for (const std::string& seed : seeds())
    for (size_t size = 0; size < seed.size(); ++size) converts(seed.substr(0, size));
}

TEST(Hostile, ThousandsOfMutationsAreSurvived) {
  std::mt19937 random(20);
  size_t converted = 0, refused = 0;
  for (const std::string& seed : seeds())
    for (int i = 0; i < 1000; ++i) {
      std::string bytes = seed;
      for (unsigned k = random() % 3 + 1; k > 0; --k) bytes[random() % bytes.size()] = char(random() % 256);
      if (random() % 4 == 0) bytes.insert(random() % bytes.size(), bytes.substr(random() % bytes.size(), 64));
      if (random() % 4 == 0) bytes.insert(random() % bytes.size(), std::to_string(int(random())));
      (converts(bytes) ? converted : refused) += 1;
    }
  EXPECT_GT(converted, 100u);
  EXPECT_GT(refused, 1000u);
}

}  // namespace
}  // namespace quern::frontend::darknet::test
