#include "kl_threshold.hpp"

#include <chrono>
#include <cmath>
#include <gtest/gtest.h>
#include <random>

#include <quern/error.hpp>

#include "calibration/statistics.hpp"
#include "stable_log.hpp"

namespace quern::quant_kl {
namespace {

calibration::TensorStatistics statistics_of(const std::vector<float>& values) {
  calibration::TensorStatistics s;
  s.update(values);
  return s;
}

double threshold_of(const std::vector<float>& values, const Settings& settings = {}) {
  return kl_threshold(statistics_of(values).view("t"), settings);
}

std::vector<float> normal(size_t count, float sigma) {
  std::mt19937 random(7);
  std::normal_distribution<float> distribution(0, sigma);
  std::vector<float> values(count);
  for (float& v : values) v = distribution(random);
  return values;
}

TEST(Kl, ANormalDistributionIsClippedAtAFewSigma) {
  for (const float sigma : {0.01f, 1.0f, 300.0f}) {
    const double threshold = threshold_of(normal(1'000'000, sigma)) / sigma;
    EXPECT_GT(threshold, 3) << sigma;
    EXPECT_LT(threshold, 4.9) << sigma;
  }
}

TEST(Kl, AUniformDistributionIsNotClipped) {
  std::mt19937 random(7);
  std::vector<float> values(1'000'000);
  for (float& v : values) v = float(random()) * 0x1p-32f * 6;
  EXPECT_GT(threshold_of(values), 5.9);
  EXPECT_LE(threshold_of(values), 6);
}

TEST(Kl, ALonelyOutlierIsClippedAway) {
  std::vector<float> values = normal(1'000'000, 1);
  values.push_back(30);
  EXPECT_LT(threshold_of(values), 8);
}

TEST(Kl, ZerosDoNotMatter) {
  std::vector<float> values = normal(200'000, 1);
  for (float& v : values) v = std::max(v, 0.0f);
  const double threshold = threshold_of(values);
  values.resize(values.size() * 4, 0.0f);
  EXPECT_EQ(threshold_of(values), threshold);
}

TEST(Kl, AtMostTheAllowedShareIsClipped) {
  std::vector<float> values = normal(100'000, 1);
  for (float& v : values) v = v * v * v;  // a heavy tail
  const double threshold = threshold_of(values, {.step = 8, .max_clipped = 0.001});
  size_t clipped = 0;
  for (const float v : values) clipped += std::fabs(v) > threshold;
  EXPECT_LE(clipped, 100u);
  EXPECT_LE(threshold_of(values, {.step = 8, .max_clipped = 1}), threshold);
}

TEST(Kl, StaysInRangeWhateverTheStatistics) {
  std::mt19937 random(11);
  const std::vector<std::vector<float>> cases = {
      {1}, {-1}, {0, 0}, {5, 5, 5}, {1e-40f}, {3e38f, -3e38f}, {1e-30f, 1e30f}, {0, 1, 1000}, {-0.0f, 7}};
  for (const std::vector<float>& values : cases) {
    const calibration::TensorStatistics s = statistics_of(values);
    const double threshold = kl_threshold(s.view("t"), {});
    EXPECT_GT(threshold, 0);
    EXPECT_LE(threshold, s.max_abs() > 0 ? s.max_abs() : 1);
  }
  for (int round = 0; round < 300; ++round) {
    std::vector<float> values(random() % 50 + 1);
    for (float& v : values) v = std::ldexp(float(int32_t(random())), int(random() % 60) - 60);
    const calibration::TensorStatistics s = statistics_of(values);
    const double threshold =
        kl_threshold(s.view("t"), {.step = uint32_t(1 + random() % 256), .max_clipped = 1});
    EXPECT_GT(threshold, 0);
    EXPECT_LE(threshold, s.max_abs());
  }
}

TEST(Kl, RefusesDamagedStatistics) {
  const calibration::TensorStatistics whole = statistics_of({1, 2});
  const std::string name = "t";
  quern_statistics s = whole.view(name);
  s.bin_count = 0;
  EXPECT_THROW(kl_threshold(s, {}), InputError);
}

TEST(Kl, IsFast) {
  const calibration::TensorStatistics s = statistics_of(normal(1'000'000, 1));
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 20; ++i) kl_threshold(s.view("t"), {.step = 8, .max_clipped = 1});
  const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
  RecordProperty("milliseconds_per_tensor", std::to_string(time.count() / 20));
  EXPECT_LT(time.count() / 20, 100) << "about 1 ms on an idle machine";
}

TEST(StableLog, IsALogarithm) {
  for (const double x : {1e-300, 1e-4, 0.3, 0.70710678, 0.9999999, 1.0, 1.4142, 1.5, 2.0, 1e9, 1.7e300})
    EXPECT_NEAR(stable_log(x), std::log(x), 1e-13 * (1 + std::fabs(std::log(x)))) << x;
}

}  // namespace
}  // namespace quern::quant_kl
