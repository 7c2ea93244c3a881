// Damaged models: every truncation and thousands of mutations of the fuzz target's seeds. Each of them
// converts or is refused with an Error; anything else ends the test program.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include <quern/onnx/write.hpp>

#include "reader/params.hpp"
#include "reader/symbol.hpp"
#include "support.hpp"

namespace quern::frontend::mxnet::test {
namespace {

struct Seed {
  std::string name, symbol, params;
};

std::vector<Seed> seeds() {
  const char* source = std::getenv("QUERN_TEST_SOURCE");
  const auto folder = std::filesystem::path(source ? source : ".") / "tests" / "frontend-mxnet" / "corpus";
  std::vector<Seed> list;
  if (!std::filesystem::is_directory(folder)) return list;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".mxnet") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    uint32_t split = 0;
    std::memcpy(&split, bytes.data(), sizeof(split));
    list.push_back({entry.path().filename().string(), bytes.substr(4, split), bytes.substr(4 + split)});
  }
  return list;
}

// The refusal, "" where the model converts. Throws what is no Error.
std::string refusal(const std::string& symbol, const std::string& params) {
  RecordingHost host;
  return error_of([&] {
    const Model model =
        convert_model(read_symbol(symbol, "s"), read_params(blob_of(params), "p"), {}, host.host(), "s");
    onnx_writer::write_model(model, "m", [](const std::string&, const void*, size_t) {});
  });
}

TEST(Hostile, TheSeedsConvert) {
  const std::vector<Seed> list = seeds();
  if (list.empty()) GTEST_SKIP() << "the corpus is not there (set QUERN_TEST_SOURCE)";
  EXPECT_GE(list.size(), 7u);
  for (const Seed& seed : list) EXPECT_EQ(refusal(seed.symbol, seed.params), "") << seed.name;
}

TEST(Hostile, EveryTruncationIsSurvived) {
  for (const Seed& seed : seeds()) {
    for (size_t size = 0; size < seed.params.size(); ++size)
      EXPECT_NE(refusal(seed.symbol, seed.params.substr(0, size)), "") << seed.name << " " << size;
    for (size_t size = 0; size < seed.symbol.size(); size += 7)
      EXPECT_NE(refusal(seed.symbol.substr(0, size), seed.params), "") << seed.name << " " << size;
  }
}

// Changes texts, numbers and bytes; whole tokens more often than single bytes, so that much of it still
// parses.
std::string mutated(std::string bytes, std::mt19937& random) {
  static const std::vector<std::string> tokens = {
      "0",      "-1",  "1",     "2",          "1000000000",
      "-4",     "(",   "True",  "None",       "99999999999999999999",
      "1e300",  "nan", "(1,)",  "4294967296", "null",
      "[0, 0]", "[]",  "\"x\"", "max",        "9223372036854775807"};
  for (unsigned k = random() % 3 + 1; k > 0 && !bytes.empty(); --k) {
    const size_t at = random() % bytes.size();
    if (random() % 3 == 0) {
      bytes[at] = char(random() % 256);
    } else {
      // A run of digits becomes another token.
      const size_t digit = bytes.find_first_of("0123456789", at);
      if (digit == std::string::npos) continue;
      const size_t end = bytes.find_first_not_of("0123456789.", digit);
      bytes.replace(digit, (end == std::string::npos ? bytes.size() : end) - digit,
                    tokens[random() % tokens.size()]);
    }
  }
  return bytes;
}

TEST(Hostile, ThousandsOfMutationsAreSurvived) {
  std::mt19937 random(6);
  size_t converted = 0, refused = 0;
  for (const Seed& seed : seeds()) {
    for (int i = 0; i < 1000; ++i) {
      const bool text = random() % 4 != 0;
      const std::string symbol = text ? mutated(seed.symbol, random) : seed.symbol;
      std::string params = seed.params;
      for (unsigned k = text ? 0 : random() % 3 + 1; k > 0; --k)
        params[random() % params.size()] = char(random() % 256);
      (refusal(symbol, params).empty() ? converted : refused) += 1;
    }
  }
  if (converted + refused == 0) GTEST_SKIP() << "the corpus is not there (set QUERN_TEST_SOURCE)";
  EXPECT_GT(converted, 500u);
  EXPECT_GT(refused, 2000u);
}

TEST(Hostile, AbsurdNumbersAreRefused) {
  const auto refused = [](const std::string& op, const Shape& shape, const Texts& attributes) {
    EXPECT_NE(error_of([&] {
                Net net;
                net.input("x", shape).layer(op, "y", {"x"}, attributes);
                (void)net.convert();
              }),
              "")
        << op;
  };
  refused("SliceChannel", {1, 1 << 30}, {{"num_outputs", "1073741824"}});
  refused("_contrib_MultiBoxPrior", {1, 1, 100000, 100000}, {});
  refused("_contrib_AdaptiveAvgPooling2D", {1, 1, 65537, 65537}, {{"output_size", "65536"}});
  refused("_arange", {1}, {{"start", "0"}, {"stop", "1e18"}});
  refused("_contrib_arange_like", {1 << 20, 1 << 20}, {});
  refused("repeat", {1 << 20, 4}, {{"repeats", "9223372036854775807"}, {"axis", "1"}});
  refused("tile", {1 << 20, 4}, {{"reps", "(1000000, 1000000)"}});
  refused("broadcast_to", {1, 1}, {{"shape", "(1000000, 1000000)"}});
  refused("UpSampling", {1, 1, 100, 100}, {{"scale", "1000000"}, {"sample_type", "nearest"}});
  refused("GridGenerator", {1, 6}, {{"transform_type", "affine"}, {"target_shape", "(100000, 100000)"}});
  refused("GroupNorm", {1, 4, 2, 2}, {{"num_groups", "0"}});
  refused("Pooling", {1, 1, 8, 8}, {{"kernel", "(2, 2)"}, {"stride", "(0, 0)"}});
  refused("Reshape", {4, 4}, {{"shape", "(-4, 9223372036854775807, 9223372036854775807, -2)"}});
}

}  // namespace
}  // namespace quern::frontend::mxnet::test
