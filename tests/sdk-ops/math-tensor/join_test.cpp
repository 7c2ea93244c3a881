// Concat and Split.
#include "run_operator.hpp"

namespace quern::test {
namespace {

TEST(Join, ConcatAlongAnyAxis) {
  const Tensor a = ints({1, 2, 3, 4}, {2, 2}), b = ints({5, 6}, {2, 1});
  expect_ints(run("Concat", {a, b}, {integer("axis", -1)}), {1, 2, 5, 3, 4, 6}, {2, 3});
  expect_ints(run("Concat", {a, ints({7, 8}, {1, 2})}, {integer("axis", 0)}), {1, 2, 3, 4, 7, 8}, {3, 2});
  expect_ints(run("Concat", {ints({}, {0}), ints({1})}, {integer("axis", 0)}), {1}, {1});
}

TEST(Join, ConcatRefusesWhatDoesNotFit) {
  const Tensor a = ints({1, 2, 3, 4}, {2, 2});
  EXPECT_INPUT_ERROR(run("Concat", {a, ints({1}, {1, 1})}, {integer("axis", 0)}));
  EXPECT_INPUT_ERROR(run("Concat", {a, ints({1})}, {integer("axis", 0)}));
  EXPECT_INPUT_ERROR(run("Concat", {a, floats({1, 2}, {1, 2})}, {integer("axis", 0)}));
  EXPECT_INPUT_ERROR(run("Concat", {a, a}, {integer("axis", 2)}));
  EXPECT_INPUT_ERROR(run("Concat", {a, a}));
}

TEST(Join, SplitIntoEqualOrGivenPieces) {
  const Tensor x = ints({1, 2, 3, 4, 5, 6, 7, 8}, {2, 4});
  const auto halves = run_all("Split", {x}, {integer("axis", 1)}, 2);
  expect_ints(halves[0], {1, 2, 5, 6}, {2, 2});
  expect_ints(halves[1], {3, 4, 7, 8}, {2, 2});
  const auto pieces = run_all("Split", {x, ints({3, 0, 1})}, {integer("axis", -1)}, 3);
  expect_ints(pieces[0], {1, 2, 3, 5, 6, 7}, {2, 3});
  expect_ints(pieces[1], {}, {2, 0});
  expect_ints(pieces[2], {4, 8}, {2, 1});
}

TEST(Join, SplitRefusesWrongSizes) {
  const Tensor x = ints({1, 2, 3});
  EXPECT_INPUT_ERROR(run_all("Split", {x}, {}, 2));
  EXPECT_INPUT_ERROR(run_all("Split", {x, ints({1, 1})}, {}, 2));
  EXPECT_INPUT_ERROR(run_all("Split", {x, ints({4, -1})}, {}, 2));
  EXPECT_INPUT_ERROR(run_all("Split", {x, ints({3})}, {}, 2));
}

}  // namespace
}  // namespace quern::test
