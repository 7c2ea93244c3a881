#include <limits>

#include "run_operator.hpp"

namespace quern::test {
namespace {

constexpr int64_t kLowest = std::numeric_limits<int64_t>::min();
constexpr int64_t kHighest = std::numeric_limits<int64_t>::max();

const Tensor& matrix() {
  static const Tensor x = ints({0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23}, {3, 4});
  return x;
}

TEST(Slice, LeadingAxesByDefault) {
  expect_ints(run("Slice", {matrix(), ints({1, 1}), ints({3, 3})}), {11, 12, 21, 22}, {2, 2});
}

TEST(Slice, NegativePositionsAndAxes) {
  expect_ints(run("Slice", {matrix(), ints({-3}), ints({-1}), ints({-1})}), {1, 2, 11, 12, 21, 22}, {3, 2});
}

TEST(Slice, Steps) {
  expect_ints(run("Slice", {matrix(), ints({0, 0}), ints({3, 4}), ints({0, 1}), ints({2, 3})}),
              {0, 3, 20, 23}, {2, 2});
}

TEST(Slice, BackwardsToTheVeryFront) {
  expect_ints(run("Slice", {ints({1, 2, 3, 4}), ints({-1}), ints({kLowest}), ints({0}), ints({-1})}),
              {4, 3, 2, 1}, {4});
  expect_ints(run("Slice", {ints({1, 2, 3, 4}), ints({kHighest}), ints({0}), ints({0}), ints({-2})}), {4, 2},
              {2});
}

TEST(Slice, HugePositionsAreClamped) {
  expect_ints(run("Slice", {ints({1, 2, 3}), ints({1}), ints({kHighest})}), {2, 3}, {2});
  expect_ints(run("Slice", {ints({1, 2, 3}), ints({kLowest}), ints({2})}), {1, 2}, {2});
  expect_ints(run("Slice", {ints({1, 2, 3}), ints({0}), ints({3}), ints({0}), ints({kHighest})}), {1}, {1});
  expect_ints(run("Slice", {ints({1, 2, 3}), ints({2}), ints({kLowest}), ints({0}), ints({kLowest})}), {3},
              {1});
}

TEST(Slice, CanBeEmpty) {
  expect_ints(run("Slice", {matrix(), ints({2}), ints({1})}), {}, {0, 4});
  expect_ints(run("Slice", {matrix(), ints({100}), ints({kHighest})}), {}, {0, 4});
  expect_ints(run("Slice", {ints({}, {0}), ints({0}), ints({5}), ints({0}), ints({-1})}), {}, {0});
}

TEST(Slice, Int32Positions) {
  const Tensor start = tensor<int32_t>({1}, {1}),
               end = tensor<int32_t>({std::numeric_limits<int32_t>::max()}, {1});
  expect_ints(run("Slice", {ints({1, 2, 3}), start, end}), {2, 3}, {2});
}

TEST(Slice, RefusesContradictions) {
  EXPECT_INPUT_ERROR(run("Slice", {matrix(), ints({0}), ints({1}), ints({0}), ints({0})}));
  EXPECT_INPUT_ERROR(run("Slice", {matrix(), ints({0}), ints({1, 2})}));
  EXPECT_INPUT_ERROR(run("Slice", {matrix(), ints({0}), ints({1}), ints({2})}));
  EXPECT_INPUT_ERROR(run("Slice", {matrix(), ints({0, 0}), ints({1, 1}), ints({0, 0})}));
  EXPECT_INPUT_ERROR(run("Slice", {matrix(), ints({0, 0, 0}), ints({1, 1, 1})}));
}

}  // namespace
}  // namespace quern::test
