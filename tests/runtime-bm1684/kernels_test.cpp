// All instruction sets give the same bits as plain loops.
#include "kernels/kernels.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <gtest/gtest.h>
#include <random>

namespace quern::bm1684 {
namespace {

constexpr int kPixels = 29, kSteps = 37;

std::vector<int32_t> offsets() {
  std::vector<int32_t> list;
  for (int s = 0; s < kSteps; ++s) list.push_back(s * 2 % 50);
  return list;
}

TEST(Kernels, FloatSumsKeepTheChipsOrder) {
  std::mt19937 random(3);
  std::normal_distribution<float> normal;
  std::vector<float> image(kPixels * 3 + 64), weights(kSteps * 2 * kBlock);
  for (float& v : image) v = normal(random);
  for (float& v : weights) v = normal(random);
  std::vector<const float*> at;
  for (int p = 0; p < kPixels; ++p) at.push_back(&image[size_t(p) * 3]);
  const auto steps = offsets();
  std::vector<float> want(kPixels * kBlock);
  for (int p = 0; p < kPixels; ++p)
    for (int c = 0; c < kBlock; ++c) {
      float sums[2][2] = {};
      for (int s = 0; s < kSteps; ++s)
        for (int e = 0; e < 2; ++e)
          sums[e][s % 2] += at[size_t(p)][steps[size_t(s)] + e] * weights[size_t((s * 2 + e) * kBlock + c)];
      want[size_t(p * kBlock + c)] = (sums[0][0] + sums[0][1]) + (sums[1][0] + sums[1][1]);
    }
  for (const Kernels* kernels : available_kernels()) {
    std::vector<float> got(want.size());
    kernels->float_sums(at.data(), kPixels, steps.data(), kSteps, weights.data(), got.data());
    EXPECT_EQ(std::memcmp(got.data(), want.data(), got.size() * sizeof(float)), 0) << kernels->name;
  }
}

TEST(Kernels, IntegerSumsTakeAllOfBothSigns) {
  std::mt19937 random(4);
  std::uniform_int_distribution<int> byte(-128, 255);
  std::vector<int16_t> image(kPixels * 3 + 64), weights(kSteps * 2 * kBlock);
  for (int16_t& v : image) v = int16_t(byte(random));
  for (int16_t& v : weights) v = int16_t(byte(random));
  std::vector<const int16_t*> at;
  for (int p = 0; p < kPixels; ++p) at.push_back(&image[size_t(p) * 3]);
  const auto steps = offsets();
  std::vector<int32_t> want(kPixels * kBlock);
  for (int p = 0; p < kPixels; ++p)
    for (int c = 0; c < kBlock; ++c)
      for (int s = 0; s < kSteps; ++s)
        for (int e = 0; e < 2; ++e)
          want[size_t(p * kBlock + c)] +=
              at[size_t(p)][steps[size_t(s)] + e] * weights[size_t((s * kBlock + c) * 2 + e)];
  for (const Kernels* kernels : available_kernels()) {
    std::vector<int32_t> got(want.size());
    kernels->integer_sums(at.data(), kPixels, steps.data(), kSteps, weights.data(), got.data());
    EXPECT_EQ(got, want) << kernels->name;
  }
}

// ctest runs this once for every value of QUERN_CPU_ISA.
TEST(Cap, IsObeyed) {
  const char* cap = std::getenv("QUERN_CPU_ISA");
  if (!cap) GTEST_SKIP() << "QUERN_CPU_ISA is not set";
  const std::vector<std::string> order = {"scalar", "avx2", "avxvnni", "avx512vnni"};
  const auto rank = [&](const std::string& name) {
    return std::find(order.begin(), order.end(), name) - order.begin();
  };
  EXPECT_LE(rank(active_kernels().name), rank(cap));
  if (std::string(cap) == "scalar") {
    EXPECT_STREQ(active_kernels().name, "scalar");
  }
}

}  // namespace
}  // namespace quern::bm1684
