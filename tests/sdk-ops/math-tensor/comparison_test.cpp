// Predicates, logic and choice.
#include <limits>

#include "run_operator.hpp"

namespace quern::test {
namespace {

const float kNan = std::numeric_limits<float>::quiet_NaN();
const float kInf = std::numeric_limits<float>::infinity();

TEST(Comparison, OfFloats) {
  const Tensor a = floats({1, 2, 3, kNan}), b = floats({2, 2, 2, kNan});
  expect_tensor<bool>(run("Less", {a, b}), {true, false, false, false}, {4});
  expect_tensor<bool>(run("LessOrEqual", {a, b}), {true, true, false, false}, {4});
  expect_tensor<bool>(run("Greater", {a, b}), {false, false, true, false}, {4});
  expect_tensor<bool>(run("GreaterOrEqual", {a, b}), {false, true, true, false}, {4});
  expect_tensor<bool>(run("Equal", {a, b}), {false, true, false, false}, {4});
}

TEST(Comparison, OfLargeIntegersIsExact) {
  const int64_t big = (int64_t(1) << 53) + 1;
  expect_tensor<bool>(run("Equal", {ints({big}), ints({big - 1})}), {false}, {1});
  expect_tensor<bool>(run("Greater", {ints({big}), ints({big - 1})}), {true}, {1});
}

TEST(Comparison, Logic) {
  const Tensor a = bools({false, false, true, true}), b = bools({false, true, false, true});
  expect_tensor<bool>(run("And", {a, b}), {false, false, false, true}, {4});
  expect_tensor<bool>(run("Or", {a, b}), {false, true, true, true}, {4});
  expect_tensor<bool>(run("Xor", {a, b}), {false, true, true, false}, {4});
  expect_tensor<bool>(run("Not", {a}), {true, true, false, false}, {4});
  EXPECT_INPUT_ERROR(run("And", {ints({1}), ints({1})}));
}

TEST(Comparison, SpecialFloats) {
  const Tensor x = floats({1, kNan, kInf, -kInf});
  expect_tensor<bool>(run("IsNaN", {x}), {false, true, false, false}, {4});
  expect_tensor<bool>(run("IsInf", {x}), {false, false, true, true}, {4});
  expect_tensor<bool>(run("IsInf", {x}, {integer("detect_negative", 0)}), {false, false, true, false}, {4});
}

TEST(Comparison, WhereBroadcastsAllThree) {
  const Tensor condition = Tensor::from(std::vector<bool>{true, false}, {2, 1});
  expect_ints(run("Where", {condition, ints({1, 2, 3}), ints({9}, {})}), {1, 2, 3, 9, 9, 9}, {2, 3});
}

TEST(Comparison, WhereMovesStrings) {
  Tensor a(DataType::String, {2}), b(DataType::String, {1});
  a.strings = {"a", "b"};
  b.strings = {"z"};
  EXPECT_EQ(run("Where", {bools({false, true}), a, b}).strings, (std::vector<std::string>{"z", "b"}));
}

}  // namespace
}  // namespace quern::test
