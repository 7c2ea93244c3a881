// The firmware's constants: what the functions made of them compute.
#include <cmath>
#include <cstring>
#include <gtest/gtest.h>

#include "isa/instructions/avg_pool.hpp"
#include "isa/l2_tables.hpp"

namespace quern::bm1684 {
namespace {

float entry(uint32_t table, int index) {
  static const std::vector<uint8_t> bytes = l2_tables();
  float value = 0;
  std::memcpy(&value, &bytes.at(table - kL2TableOffset + size_t(index) * 4), 4);
  return value;
}

double series(uint32_t table, double x, int terms) {
  double y = 0;
  for (int k = terms - 1; k >= 0; --k) y = (y + entry(table, k)) * x;
  return y;
}

TEST(L2Tables, SeriesComputeTheirFunctions) {
  EXPECT_NEAR(series(kTaylorExp, 0.9, 32), std::exp(0.9) - 1, 1e-6);
  EXPECT_NEAR(series(kTaylorLog, 0.25, 32), std::log(1.25), 1e-7);
  EXPECT_NEAR(series(kTaylorSin, 1.2, 32), std::sin(1.2), 1e-6);
  EXPECT_NEAR(series(kTaylorArcsin, 0.4, 32), std::asin(0.4), 1e-6);
}

TEST(L2Tables, ByteTablesTakeTwosComplement) {
  EXPECT_EQ(entry(kTableIntegers, 256 - 103), -103);
  EXPECT_EQ(entry(kTableIntegers, 256 - 104), 0);
  EXPECT_EQ(entry(kTableIntegers, 88), 88);
  EXPECT_EQ(entry(kTableIntegers, 89), 0);
  EXPECT_EQ(entry(kTableExp, 1), std::exp(1.0f));
  EXPECT_EQ(entry(kTableUnsignedBytes, 200), 200);
  EXPECT_EQ(entry(kTableSignedBytes, 200), 200 - 256);
  EXPECT_EQ(entry(kTableNaturals, 7), 7);
  EXPECT_FLOAT_EQ(entry(kTableExponentLog, 128), float(std::log(2.0)));
}

TEST(AverageMultiplier, IsTheDocumentedTable) {
  const std::pair<int, int> known[] = {{1, 1},  {2, 1},  {4, 1},    {8, 1},   {3, 171},  {5, 205},
                                       {7, 73}, {9, 57}, {15, 137}, {25, 41}, {49, 167}, {225, 73}};
  for (const auto& [area, multiplier] : known)
    EXPECT_EQ(average_multiplier(area).multiplier, multiplier) << area;
  for (int area = 1; area <= 225; ++area) {
    const AverageMultiplier m = average_multiplier(area);
    EXPECT_NEAR(m.multiplier / std::exp2(m.shift) * area, 1, 0.005) << area;
  }
}

}  // namespace
}  // namespace quern::bm1684
