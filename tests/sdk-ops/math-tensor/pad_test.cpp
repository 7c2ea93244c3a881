#include "run_operator.hpp"

namespace quern::test {
namespace {

Attribute mode(const std::string& name) { return attribute("mode", name); }

TEST(Pad, Constant) {
  const Tensor x = ints({1, 2, 3, 4}, {2, 2});
  expect_ints(run("Pad", {x, ints({0, 1, 1, 0}), ints({9}, {})}), {9, 1, 2, 9, 3, 4, 9, 9, 9}, {3, 3});
  expect_floats(run("Pad", {floats({1}), ints({1, 0})}), {0, 1}, {2});
  expect_floats(run("Pad", {floats({}, {0}), ints({1, 1})}), {0, 0}, {2});
}

TEST(Pad, ChosenAxes) {
  const Tensor x = ints({1, 2, 3, 4}, {2, 2});
  expect_ints(run("Pad", {x, ints({1, 0}), Tensor(), ints({-1})}), {0, 1, 2, 0, 3, 4}, {2, 3});
}

TEST(Pad, NegativePadsTakeAway) {
  expect_ints(run("Pad", {ints({1, 2, 3, 4}), ints({-1, 1})}), {2, 3, 4, 0}, {4});
  expect_ints(run("Pad", {ints({1, 2}), ints({-3, 4})}), {0, 0, 0}, {3});
  expect_ints(run("Pad", {ints({1, 2, 3, 4}), ints({-1, -2})}, {mode("edge")}), {2}, {1});
  EXPECT_INPUT_ERROR(run("Pad", {ints({1, 2}), ints({-2, -1})}));
}

TEST(Pad, ContinuesTheInput) {
  const Tensor x = ints({1, 2, 3});
  expect_ints(run("Pad", {x, ints({2, 2})}, {mode("edge")}), {1, 1, 1, 2, 3, 3, 3}, {7});
  expect_ints(run("Pad", {x, ints({2, 2})}, {mode("reflect")}), {3, 2, 1, 2, 3, 2, 1}, {7});
  expect_ints(run("Pad", {x, ints({2, 2})}, {mode("wrap")}), {2, 3, 1, 2, 3, 1, 2}, {7});
  expect_ints(run("Pad", {ints({1, 2, 3, 4}, {2, 2}), ints({1, 0, 0, 1})}, {mode("reflect")}),
              {3, 4, 3, 1, 2, 1, 3, 4, 3}, {3, 3});
}

TEST(Pad, RefusesContradictions) {
  EXPECT_INPUT_ERROR(run("Pad", {ints({1}), ints({1})}));
  EXPECT_INPUT_ERROR(run("Pad", {ints({1}), ints({0, 0})}, {mode("other")}));
  EXPECT_INPUT_ERROR(run("Pad", {ints({1}), ints({0, 0}), floats({1})}));
  EXPECT_INPUT_ERROR(run("Pad", {ints({}, {0}), ints({0, 1})}, {mode("edge")}));
}

}  // namespace
}  // namespace quern::test
