#include "lowering/fixed_point.hpp"

#include <gtest/gtest.h>

namespace quern::bm1684 {
namespace {

TEST(WeightShift, LeavesTheLargestWeightJustBelow127) {
  for (const double maximum : {0.001, 0.7, 1.0, 63.4, 63.5, 63.6, 126.9}) {
    const int shift = weight_shift(maximum);
    EXPECT_LT(std::ldexp(maximum, shift), 127) << maximum;
    EXPECT_GE(std::ldexp(maximum, shift + 1), 127) << maximum;
  }
}

TEST(WeightShift, IsMinusOneWhereWeightsDoNotFit) { EXPECT_EQ(weight_shift(127), -1); }

TEST(WeightShift, AllZeroWeightsNeedNone) { EXPECT_EQ(weight_shift(0), 0); }

TEST(MultiplierFor, ApproximatesTheFactorWithSevenBits) {
  for (const double factor : {1.0, -1.0, 0.37, 2.71, -77.0, 127.0, 0.011}) {
    const auto m = multiplier_for(factor);
    ASSERT_TRUE(m);
    EXPECT_LE(std::abs(m->multiplier), 127);
    EXPECT_NEAR(std::ldexp(m->multiplier, -m->shift), factor, std::abs(factor) / 126) << factor;
  }
}

TEST(MultiplierFor, RefusesWhatEightBitsCannotHold) {
  EXPECT_FALSE(multiplier_for(128));
  EXPECT_FALSE(multiplier_for(std::nan("")));
}

}  // namespace
}  // namespace quern::bm1684
