#include "layout.hpp"

#include <gtest/gtest.h>

namespace quern::cpu {
namespace {

TEST(Layout, ChannelsLast) {
  EXPECT_EQ(channels_last_order(4), (AxisOrder{0, 2, 3, 1}));
  EXPECT_EQ(channels_last_order(3), (AxisOrder{0, 2, 1}));
  EXPECT_EQ(channels_last_order(2), (AxisOrder{0, 1}));
  EXPECT_EQ(channels_last_order(0), AxisOrder{});
  EXPECT_EQ(physical_shape({2, 3, 4, 5}, {0, 2, 3, 1}), (Shape{2, 4, 5, 3}));
  EXPECT_EQ(physical_strides({2, 3, 4, 5}, {0, 2, 3, 1}), (Shape{60, 1, 15, 3}));
}

TEST(Layout, AxesOfSizeOneDoNotMatter) {
  EXPECT_TRUE(same_memory({1, 7, 1, 1}, {0, 1, 2, 3}, {0, 2, 3, 1}));
  EXPECT_TRUE(is_plain({2, 1, 4, 5}, {0, 2, 3, 1}));
  EXPECT_FALSE(is_plain({1, 2, 1, 3}, {0, 2, 3, 1}));
}

TEST(Layout, SplittingAnAxisKeepsTheOrder) {
  const ReshapeOrders orders = reshape_orders({1, 6, 4, 5}, {0, 2, 3, 1}, {1, 2, 3, 4, 5});
  EXPECT_TRUE(same_memory({1, 6, 4, 5}, orders.from, {0, 2, 3, 1}));
  EXPECT_TRUE(same_memory({1, 2, 3, 4, 5}, orders.to, {0, 3, 4, 1, 2}));
}

TEST(Layout, JoiningAxesMovesOnlyThem) {
  const ReshapeOrders orders = reshape_orders({1, 3, 2, 4, 5}, {0, 3, 4, 2, 1}, {1, 6, 4, 5});
  EXPECT_TRUE(same_memory({1, 3, 2, 4, 5}, orders.from, {0, 3, 4, 1, 2}));
  EXPECT_TRUE(same_memory({1, 6, 4, 5}, orders.to, {0, 2, 3, 1}));
}

TEST(Layout, FlatteningNeedsRowMajorOrder) {
  const ReshapeOrders orders = reshape_orders({2, 3, 4, 5}, {0, 2, 3, 1}, {2, 60});
  EXPECT_TRUE(is_plain({2, 3, 4, 5}, orders.from));
  EXPECT_EQ(orders.to, (AxisOrder{0, 1}));
  EXPECT_EQ(reshape_orders({1, 1}, {0, 1}, {}).to, AxisOrder{});
  EXPECT_EQ(reshape_orders({}, {}, {1, 1}).to.size(), 2u);
}

}  // namespace
}  // namespace quern::cpu
