// Expand and Tile.
#include "run_operator.hpp"

namespace quern::test {
namespace {

TEST(Repeat, Expand) {
  const Tensor x = ints({1, 2}, {2, 1});
  expect_ints(run("Expand", {x, ints({3})}), {1, 1, 1, 2, 2, 2}, {2, 3});
  expect_ints(run("Expand", {x, ints({2, 1, 2})}), {1, 1, 2, 2, 1, 1, 2, 2}, {2, 2, 2});
  expect_ints(run("Expand", {x, ints({1, 1})}), {1, 2}, {2, 1});
  expect_ints(run("Expand", {ints({4}, {}), ints({})}), {4}, {});
  EXPECT_INPUT_ERROR(run("Expand", {x, ints({3, 1})}));
  EXPECT_INPUT_ERROR(run("Expand", {x, ints({2, -1})}));
}

TEST(Repeat, Tile) {
  const Tensor x = ints({1, 2, 3, 4}, {2, 2});
  expect_ints(run("Tile", {x, ints({1, 2})}), {1, 2, 1, 2, 3, 4, 3, 4}, {2, 4});
  expect_ints(run("Tile", {x, ints({2, 1})}), {1, 2, 3, 4, 1, 2, 3, 4}, {4, 2});
  expect_ints(run("Tile", {x, ints({0, 1})}), {}, {0, 2});
  EXPECT_INPUT_ERROR(run("Tile", {x, ints({2})}));
  EXPECT_INPUT_ERROR(run("Tile", {x, ints({-1, 1})}));
}

}  // namespace
}  // namespace quern::test
