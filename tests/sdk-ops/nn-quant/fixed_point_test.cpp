#include <gtest/gtest.h>
#include <limits>

#include <quern/ops/fixed_point.hpp>

namespace quern::ops {
namespace {

TEST(RoundShift, RoundsHalfUpLikeTheDefinition) {
  for (int64_t value = -1000; value <= 1000; ++value)
    for (int shift = 1; shift <= 8; ++shift)
      ASSERT_EQ((value + (int64_t(1) << (shift - 1))) >> shift, round_shift(int32_t(value), shift))
          << value << ' ' << shift;
  EXPECT_EQ(-5, round_shift(-5, 0));
}

TEST(RoundShift, DoesNotOverflowAtTheEnds) {
  constexpr int32_t low = std::numeric_limits<int32_t>::min(), high = std::numeric_limits<int32_t>::max();
  EXPECT_EQ(1 << 30, round_shift(high, 1));
  EXPECT_EQ(-(1 << 30), round_shift(low, 1));
  EXPECT_EQ(1, round_shift(high, 31));
  EXPECT_EQ(-1, round_shift(low, 31));
}

TEST(Saturate, ClampsToTheType) {
  EXPECT_EQ(127, saturate<int8_t>(128));
  EXPECT_EQ(-128, saturate<int8_t>(-129));
  EXPECT_EQ(0, saturate<uint8_t>(-1));
  EXPECT_EQ(255, saturate<uint8_t>(256));
  EXPECT_EQ(32767, saturate16(1 << 20));
  EXPECT_EQ(-32768, saturate16(-(1 << 20)));
}

TEST(QuantiseFloat, RoundsHalfAwayFromZeroAndSaturates) {
  EXPECT_EQ(3, quantise_float<int8_t>(2.5f, 1.0f));
  EXPECT_EQ(-3, quantise_float<int8_t>(-2.5f, 1.0f));
  EXPECT_EQ(2, quantise_float<int8_t>(2.49f, 1.0f));
  EXPECT_EQ(127, quantise_float<int8_t>(1e30f, 1.0f));
  EXPECT_EQ(-128, quantise_float<int8_t>(-std::numeric_limits<float>::infinity(), 1.0f));
  EXPECT_EQ(0, quantise_float<uint8_t>(-3.0f, 1.0f));
  EXPECT_EQ(0, quantise_float<int8_t>(std::numeric_limits<float>::quiet_NaN(), 1.0f));
}

}  // namespace
}  // namespace quern::ops
