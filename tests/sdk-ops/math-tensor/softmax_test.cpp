#include <cmath>

#include "run_operator.hpp"

namespace quern::test {
namespace {

TEST(Softmax, AlongTheLastAxis) {
  const float e = std::exp(1.0f);
  expect_floats(run("Softmax", {floats({0, 1, 1000, 1000}, {2, 2})}), {1 / (1 + e), e / (1 + e), 0.5f, 0.5f},
                {2, 2});
}

TEST(Softmax, AlongAnInnerAxis) {
  const Tensor x = floats({0, 5, 0, 5, 1, 1, 1, 1}, {2, 2, 2});
  expect_floats(run("Softmax", {x}, {integer("axis", 1)}), std::vector<float>(8, 0.5f), {2, 2, 2});
  expect_floats(run("LogSoftmax", {x}, {integer("axis", -2)}), std::vector<float>(8, -std::log(2.0f)),
                {2, 2, 2});
}

TEST(Softmax, HardmaxMarksTheFirstLargest) {
  expect_floats(run("Hardmax", {floats({3, 3, 1, 0, 1, 2}, {2, 3})}), {1, 0, 0, 0, 0, 1}, {2, 3});
}

TEST(Softmax, EmptyAndScalar) {
  expect_floats(run("Softmax", {floats({}, {0, 3})}), {}, {0, 3});
  EXPECT_INPUT_ERROR(run("Softmax", {floats({1}, {})}));
  EXPECT_INPUT_ERROR(run("Softmax", {floats({1}, {1})}, {integer("axis", 1)}));
}

}  // namespace
}  // namespace quern::test
