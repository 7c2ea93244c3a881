// ArgMax, ArgMin, TopK.
#include <limits>

#include "run_operator.hpp"

namespace quern::test {
namespace {

const float kNan = std::numeric_limits<float>::quiet_NaN();

TEST(Order, PositionsOfExtremes) {
  const Tensor x = floats({2, 2, 1, 0, 5, 5}, {2, 3});
  expect_ints(run("ArgMax", {x}, {integer("axis", 1)}), {0, 1}, {2, 1});
  expect_ints(run("ArgMax", {x}, {integer("axis", 1), integer("select_last_index", 1)}), {1, 2}, {2, 1});
  expect_ints(run("ArgMin", {x}, {integer("axis", -2), integer("keepdims", 0)}), {1, 0, 0}, {3});
  expect_ints(run("ArgMax", {floats({1, kNan, 3, kNan})}), {1}, {1});
  EXPECT_INPUT_ERROR(run("ArgMax", {floats({}, {0})}));
}

TEST(Order, TopKSortsAndKeepsTies) {
  const Tensor x = floats({1, 4, 4, 2}, {1, 4});
  const auto largest = run_all("TopK", {x, ints({3})}, {}, 2);
  expect_floats(largest[0], {4, 4, 2}, {1, 3});
  expect_ints(largest[1], {1, 2, 3}, {1, 3});
  const auto smallest = run_all("TopK", {x, ints({2})}, {integer("largest", 0)}, 2);
  expect_floats(smallest[0], {1, 2}, {1, 2});
  expect_ints(smallest[1], {0, 3}, {1, 2});
}

TEST(Order, TopKAlongAnOuterAxis) {
  const auto top = run_all("TopK", {ints({1, 6, 3, 4, 5, 2}, {3, 2}), ints({1})}, {integer("axis", 0)}, 2);
  expect_ints(top[0], {5, 6}, {1, 2});
  expect_ints(top[1], {2, 0}, {1, 2});
}

TEST(Order, TopKTreatsNanAsLargest) {
  const auto top = run_all("TopK", {floats({1, kNan, 3}), ints({2})}, {}, 2);
  expect_floats(top[0], {kNan, 3}, {2});
  expect_ints(top[1], {1, 2}, {2});
}

TEST(Order, TopKOfNothing) {
  expect_floats(run_all("TopK", {floats({1, 2}), ints({0})}, {}, 2)[0], {}, {0});
  EXPECT_INPUT_ERROR(run_all("TopK", {floats({1, 2}), ints({3})}, {}, 2));
  EXPECT_INPUT_ERROR(run_all("TopK", {floats({1, 2}), ints({-1})}, {}, 2));
}

}  // namespace
}  // namespace quern::test
