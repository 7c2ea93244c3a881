#include "max_threshold.hpp"

#include <gtest/gtest.h>

#include "calibration/statistics.hpp"

namespace quern::quant_max {
namespace {

double threshold_of(const std::vector<float>& values) {
  calibration::TensorStatistics s;
  s.update(values);
  return max_threshold(s.view("t"));
}

TEST(Max, IsTheLargestMagnitude) {
  EXPECT_EQ(threshold_of({-3, 2}), 3);
  EXPECT_EQ(threshold_of({0, 2.5f}), 2.5);
  EXPECT_EQ(threshold_of({-1, -4}), 4);
}

TEST(Max, ATensorOfZerosGetsAThresholdToo) { EXPECT_EQ(threshold_of({0, 0}), 1); }

}  // namespace
}  // namespace quern::quant_max
