// Damaged and malicious archives: each converts or is refused with an Error; anything else ends the program.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>

#include "support.hpp"

namespace quern::frontend::pytorch::test {
namespace {

bool converts(const std::string& bytes) {
  RecordingHost host;
  try {
    convert_archive(blob_of(bytes), bound({{"x", {2, 3}}}), host.host(), "m.pt");
    return true;
  } catch (const Error&) {
    return false;
  }
}

TinyModel sample() {
  TinyModel model = model_of(
      "    w = self.w\n    y = torch.linear(x, w)\n    for i in range(2):\n      y = torch.add(y, i, "
      "alpha=2)\n"
      "    z = torch.view(y, [1, -1])\n    _0 = torch.copy_(torch.slice(z, 1, 1, 3), torch.select(z, 1, 0))\n"
      "    if torch.gt(torch.size(z, 1), 3):\n      out = torch.cat([z, torch.relu(z)], 1)\n    else:\n      "
      "out = z\n    return out\n");
  model.attributes = {{"w", pickled_tensor("0", {2, 3})}, {"training", "\x89"}};
  model.storages = {{"0", {1, 2, 3, 4, 5, 6}}};
  return model;
}

TEST(Hostile, TheSampleItselfConverts) { EXPECT_TRUE(converts(sample().bytes())); }

TEST(Hostile, EveryTruncationIsRefused) {
  const std::string bytes = sample().bytes();
  for (size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(converts(bytes.substr(0, size))) << size;
}

TEST(Hostile, ThousandsOfMutationsAreSurvived) {
  std::mt19937 random(7);
  const std::string original = sample().bytes();
  size_t refused = 0;
  for (int i = 0; i < 6000; ++i) {
    std::string bytes = original;
    for (unsigned k = random() % 3 + 1; k > 0; --k) bytes[random() % bytes.size()] = char(random() % 256);
    refused += converts(bytes) ? 0 : 1;
  }
  EXPECT_GT(refused, 1000u);
}

// Code whose evaluation would not end, or would fill the memory.
TEST(Hostile, CodeIsBounded) {
  const std::vector<std::string> bodies = {
      "    while True:\n      pass\n",
      "    l = [1]\n    while True:\n      l = torch.add(l, l)\n",
      "    s = \"a\"\n    while True:\n      s = torch.add(s, s)\n",
      "    l = torch.mul([1], 9223372036854775807)\n",
      "    l = range(9223372036854775807)\n",
      "    y = (self).forward(x, )\n",
      "    a = []\n    torch.append(a, a)\n    b = []\n    torch.append(b, b)\n    y = torch.eq(a, b)\n",
      "    a = [[1, 1], [1, 1]]\n    for i in range(40):\n      a = [a, a]\n    y = torch.eq(a, [a, a])\n    "
      "z = torch.eq([a, a], [a, a])\n",
      "    while True:\n      y = torch.arange(60000000)\n",
      "    while True:\n      y = torch.relu(x)\n",
      "    v = x\n    while True:\n      v = torch.slice(v, 0)\n",
      "    a = [1]\n    for i in range(30):\n      a = [a, a, a, a]\n    y = torch.tensor(a)\n",
      "    while True:\n      y = torch.cumprod(torch.zeros([999, 1]), 0)\n",
      "    y = torch.one_hot(torch.to(x, 4), 9223372036854775807)\n",
      "    y = torch.pad(x, [9223372036854775807, 9223372036854775807])\n",
      "    y = torch.conv2d(torch.view(x, [1, 1, 2, 3]), torch.view(x, [1, 1, 2, 3]), None, [1, 1], "
      "[9223372036854775807, 1])\n",
      "    y = torch.upsample_nearest2d(torch.view(x, [1, 1, 2, 3]), [1000000000, 1000000000])\n"};
  for (const std::string& body : bodies) {
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_NE(error_of_model(model_of(body + "    return y\n")), "") << body;
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60)) << body;
  }
}

TEST(Hostile, NestingIsBounded) {
  const std::string open(100000, '('), close(100000, ')');
  std::string unary, sum = "1", chain = "x", blocks;
  for (int i = 0; i < 100000; ++i) {
    unary += "-";
    sum += " + 1";
    chain += ".a";
  }
  for (int i = 0; i < 2000; ++i) blocks += std::string(size_t(4 + i), ' ') + "if True:\n";
  for (const std::string& expression :
       {open + "1" + close, unary + "1", sum, chain, "[" + open, "not " + unary})
    EXPECT_THAT(error_of_model(model_of("    y = " + expression + "\n    return x\n")),
                HasSubstr("nested too deeply"));
  EXPECT_THAT(error_of_model(model_of(blocks)), HasSubstr("nested too deeply"));
}

TEST(Hostile, ObjectsThatContainThemselvesAreSurvived) {
  TinyModel model = model_of("    return torch.neg(x)\n");
  model.attributes = {{"l",
                       "]q\x05h\x05"
                       "a"}};
  EXPECT_TRUE(converts(model.bytes()));
  std::string nested(200000, ']');
  nested += std::string(199999, 'a');
  model.attributes = {{"l", nested}};
  EXPECT_TRUE(converts(model.bytes()));
}

// The seeds of the fuzz target would be worth little if they were refused at once.
TEST(FuzzCorpus, SeedsExist) {
  const char* source = std::getenv("QUERN_TEST_SOURCE");
  const auto folder = std::filesystem::path(source ? source : ".") / "tests" / "frontend-pytorch" / "corpus";
  ASSERT_TRUE(std::filesystem::is_directory(folder)) << folder;
  size_t seeds = 0, good = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    ++seeds;
    if (!bytes.empty() && bytes[0] == 'z') good += converts(bytes.substr(1)) ? 1 : 0;
  }
  EXPECT_GE(seeds, 8u);
  EXPECT_GE(good, 2u);
}

}  // namespace
}  // namespace quern::frontend::pytorch::test
