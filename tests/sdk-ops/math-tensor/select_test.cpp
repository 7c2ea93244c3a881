// Operators whose output size depends on the data.
#include <limits>

#include "run_operator.hpp"

namespace quern::test {
namespace {

TEST(Select, NonZero) {
  expect_ints(run("NonZero", {floats({1, 0, 0, 2, -0.0f, 3}, {2, 3})}), {0, 1, 1, 0, 0, 2}, {2, 3});
  expect_ints(run("NonZero", {bools({false, false})}), {}, {1, 0});
  expect_ints(run("NonZero", {ints({5}, {})}), {}, {0, 1});
}

TEST(Select, Compress) {
  const Tensor x = ints({1, 2, 3, 4, 5, 6}, {3, 2});
  expect_ints(run("Compress", {x, bools({false, true, true})}, {integer("axis", 0)}), {3, 4, 5, 6}, {2, 2});
  expect_ints(run("Compress", {x, bools({false, true})}, {integer("axis", 1)}), {2, 4, 6}, {3, 1});
  expect_ints(run("Compress", {x, bools({false, true, false, true})}), {2, 4}, {2});
  EXPECT_INPUT_ERROR(run("Compress", {x, ints({1})}));
}

TEST(Select, UniqueElements) {
  const Tensor x = floats({2, 1, 1, 3, 2});
  const auto sorted = run_all("Unique", {x}, {}, 4);
  expect_floats(sorted[0], {1, 2, 3}, {3});
  expect_ints(sorted[1], {1, 0, 3}, {3});
  expect_ints(sorted[2], {1, 0, 0, 2, 1}, {5});
  expect_ints(sorted[3], {2, 2, 1}, {3});
  const auto in_order = run_all("Unique", {x}, {integer("sorted", 0)}, 4);
  expect_floats(in_order[0], {2, 1, 3}, {3});
  expect_ints(in_order[2], {0, 1, 1, 2, 0}, {5});
}

TEST(Select, UniqueRows) {
  const auto rows = run_all("Unique", {ints({1, 0, 1, 0, 0, 5}, {3, 2})}, {integer("axis", 0)}, 4);
  expect_ints(rows[0], {0, 5, 1, 0}, {2, 2});
  expect_ints(rows[3], {1, 2}, {2});
}

TEST(Select, UniqueOfNothingAndNan) {
  expect_floats(run("Unique", {floats({})}), {}, {0});
  const float nan = std::numeric_limits<float>::quiet_NaN();
  expect_floats(run("Unique", {floats({nan, 1, nan})}), {1, nan}, {2});
}

}  // namespace
}  // namespace quern::test
