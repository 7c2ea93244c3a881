// Operators that make tensors from shapes and scalars.
#include <limits>

#include "run_operator.hpp"

namespace quern::test {
namespace {

Tensor one(int64_t value) { return ints({value}, {}); }

TEST(Generate, Range) {
  expect_ints(run("Range", {one(3), one(10), one(3)}), {3, 6, 9}, {3});
  expect_ints(run("Range", {one(5), one(0), one(-2)}), {5, 3, 1}, {3});
  expect_ints(run("Range", {one(5), one(5), one(1)}), {}, {0});
  expect_floats(run("Range", {floats({1}, {}), floats({2}, {}), floats({0.25f}, {})}),
                {1, 1.25f, 1.5f, 1.75f}, {4});
  constexpr int64_t low = std::numeric_limits<int64_t>::min(), high = std::numeric_limits<int64_t>::max();
  expect_ints(run("Range", {one(low), one(high), one(high)}), {low, -1, high - 1}, {3});
  EXPECT_INPUT_ERROR(run("Range", {one(0), one(1), one(0)}));
}

TEST(Generate, ConstantOfShape) {
  expect_floats(run("ConstantOfShape", {ints({2, 1})}), {0, 0}, {2, 1});
  expect_ints(run("ConstantOfShape", {ints({3})}, {attribute("value", ints({7}))}), {7, 7, 7}, {3});
  expect_ints(run("ConstantOfShape", {ints({})}, {attribute("value", ints({7}))}), {7}, {});
  expect_floats(run("ConstantOfShape", {ints({0, 4})}), {}, {0, 4});
  EXPECT_INPUT_ERROR(run("ConstantOfShape", {ints({-1})}));
  EXPECT_INPUT_ERROR(run("ConstantOfShape", {ints({1})}, {attribute("value", ints({1, 2}))}));
}

TEST(Generate, Constant) {
  expect_ints(run("Constant", {}, {attribute("value", ints({1, 2}))}), {1, 2}, {2});
  expect_ints(run("Constant", {}, {integer("value_int", 3)}), {3}, {});
  expect_floats(run("Constant", {}, {attribute("value_floats", std::vector<float>{1, 2})}), {1, 2}, {2});
  EXPECT_EQ(run("Constant", {}, {attribute("value_string", std::string("a"))}).strings,
            std::vector<std::string>{"a"});
  EXPECT_UNSUPPORTED(run("Constant", {}));
}

TEST(Generate, EyeLike) {
  expect_floats(run("EyeLike", {floats({9, 9, 9, 9, 9, 9}, {2, 3})}, {integer("k", 1)}), {0, 1, 0, 0, 0, 1},
                {2, 3});
  expect_ints(run("EyeLike", {floats({9, 9}, {2, 1})}, {integer("k", -1), integer("dtype", 7)}), {0, 1},
              {2, 1});
  expect_floats(run("EyeLike", {floats({9}, {1, 1})}, {integer("k", std::numeric_limits<int64_t>::max())}),
                {0}, {1, 1});
  EXPECT_INPUT_ERROR(run("EyeLike", {floats({9})}));
}

TEST(Generate, OneHot) {
  const Tensor off_on = ints({5, 6});
  expect_ints(run("OneHot", {ints({1, -1, 7}), one(3), off_on}), {5, 6, 5, 5, 5, 6, 5, 5, 5}, {3, 3});
  expect_ints(run("OneHot", {ints({1, 0}), one(2), off_on}, {integer("axis", 0)}), {5, 6, 6, 5}, {2, 2});
  EXPECT_INPUT_ERROR(run("OneHot", {ints({1}), one(-3), off_on}));
  EXPECT_INPUT_ERROR(run("OneHot", {ints({1}), one(3), ints({5})}));
}

}  // namespace
}  // namespace quern::test
