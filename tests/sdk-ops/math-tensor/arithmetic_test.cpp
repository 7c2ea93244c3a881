// Arithmetic with broadcasting, exact in integers.
#include <cmath>
#include <limits>

#include "run_operator.hpp"

namespace quern::test {
namespace {

constexpr int64_t kLowest = std::numeric_limits<int64_t>::min();
constexpr int64_t kHighest = std::numeric_limits<int64_t>::max();
const float kNan = std::numeric_limits<float>::quiet_NaN();

TEST(Arithmetic, BroadcastsRowAgainstColumn) {
  expect_floats(run("Add", {floats({1, 2, 3}, {3}), floats({10, 20}, {2, 1})}), {11, 12, 13, 21, 22, 23},
                {2, 3});
}

TEST(Arithmetic, BroadcastsInTheMiddle) {
  const Tensor a = ints({1, 2, 3, 4}, {2, 1, 2}), b = ints({10, 20, 30, 40, 50, 60}, {3, 2});
  expect_ints(run("Sub", {b, a}), {9, 18, 29, 38, 49, 58, 7, 16, 27, 36, 47, 56}, {2, 3, 2});
}

TEST(Arithmetic, ScalarsAndEmptyTensors) {
  expect_floats(run("Mul", {floats({2}, {}), floats({3}, {})}), {6}, {});
  expect_floats(run("Mul", {floats({}, {0, 3}), floats({1, 2, 3}, {3})}), {}, {0, 3});
}

TEST(Arithmetic, IntegersWrapAround) {
  expect_ints(run("Add", {ints({kHighest}), ints({1})}), {kLowest}, {1});
  expect_ints(run("Mul", {ints({kHighest}), ints({2})}), {-2}, {1});
  expect_tensor<uint16_t>(run("Mul", {tensor<uint16_t>({65535}, {1}), tensor<uint16_t>({65535}, {1})}), {1},
                          {1});
  expect_ints(run("Neg", {ints({kLowest, 5})}), {kLowest, -5}, {2});
  expect_ints(run("Abs", {ints({kLowest, -5})}), {kLowest, 5}, {2});
}

TEST(Arithmetic, IntegerDivisionRoundsTowardsZero) {
  expect_ints(run("Div", {ints({7, -7, 7, kLowest}), ints({2, 2, -2, -1})}), {3, -3, -3, kLowest}, {4});
  EXPECT_INPUT_ERROR(run("Div", {ints({1}), ints({0})}));
  expect_floats(run("Div", {floats({1}), floats({0})}), {std::numeric_limits<float>::infinity()}, {1});
}

TEST(Arithmetic, RemainderHasTheSignOfTheChosenOperand) {
  const Tensor a = ints({-4, 7, 5, 4, -7, 8}), b = ints({2, -3, 8, -2, 3, 5});
  expect_ints(run("Mod", {a, b}), {0, -2, 5, 0, 2, 3}, {6});
  expect_ints(run("Mod", {a, b}, {integer("fmod", 1)}), {0, 1, 5, 0, -1, 3}, {6});
  expect_ints(run("Mod", {ints({kLowest}), ints({-1})}), {0}, {1});
  expect_floats(run("Mod", {floats({-4.3f}), floats({2.1f})}, {integer("fmod", 1)}), {-0.1f}, {1});
  EXPECT_INPUT_ERROR(run("Mod", {ints({1}), ints({0})}));
  EXPECT_INPUT_ERROR(run("Mod", {floats({1}), floats({2})}));
}

TEST(Arithmetic, PowersOfIntegersAreExact) {
  expect_ints(run("Pow", {ints({3, -2, 10}), ints({39, 3, 18})}),
              {4052555153018976267, -8, 1000000000000000000}, {3});
  expect_ints(run("Pow", {ints({2, 1, -1}), ints({-1, -5, -3})}), {0, 1, -1}, {3});
  EXPECT_INPUT_ERROR(run("Pow", {ints({0}), ints({-1})}));
  expect_floats(run("Pow", {floats({3, -2}), ints({2}, {})}), {9, 4}, {2});
  expect_floats(run("Pow", {floats({4, 2}), floats({0.5f, -1})}), {2, 0.5f}, {2});
}

TEST(Arithmetic, ShiftsDropBits) {
  const auto left = attribute("direction", std::string("LEFT")),
             right = attribute("direction", std::string("RIGHT"));
  const Tensor x = tensor<uint8_t>({129, 4, 255}, {3}), by = tensor<uint8_t>({1, 2, 8}, {3});
  expect_tensor<uint8_t>(run("BitShift", {x, by}, {left}), {2, 16, 0}, {3});
  expect_tensor<uint8_t>(run("BitShift", {x, by}, {right}), {64, 1, 0}, {3});
}

TEST(Arithmetic, ManyInputsFoldFromTheLeft) {
  const Tensor a = floats({1, 5, kNan}), b = floats({3, 2, 1}), c = floats({2}, {1});
  expect_floats(run("Max", {a, b, c}), {3, 5, kNan}, {3});
  expect_floats(run("Min", {a, b, c}), {1, 2, kNan}, {3});
  expect_floats(run("Sum", {floats({1, 2}), floats({3, 4}), floats({5}, {})}), {9, 11}, {2});
  expect_floats(run("Mean", {floats({1, 2}), floats({3, 4}), floats({5}, {})}), {3, 11.0f / 3}, {2});
  expect_ints(run("Max", {ints({kHighest, -1}), ints({kHighest - 1, 0})}), {kHighest, 0}, {2});
}

TEST(Arithmetic, HalfComputesInFloat) {
  Tensor a(DataType::Float16, {2});
  a.mutable_data<Half>()[0] = Half(1.5f);
  a.mutable_data<Half>()[1] = Half(-2.0f);
  const Tensor y = run("Mul", {a, a});
  EXPECT_EQ(y.type, DataType::Float16);
  EXPECT_EQ(y.to_float(), (std::vector<float>{2.25f, 4.0f}));
}

TEST(Arithmetic, RoundsHalvesToEven) {
  expect_floats(run("Round", {floats({0.5f, 1.5f, 2.5f, -2.5f, 2.6f})}), {0, 2, 2, -2, 3}, {5});
  expect_floats(run("Sign", {floats({-3, 0, 2, kNan})}), {-1, 0, 1, kNan}, {4});
}

TEST(Arithmetic, RunningSums) {
  const Tensor x = ints({1, 2, 3, 4, 5, 6}, {2, 3});
  expect_ints(run("CumSum", {x, ints({-1}, {})}), {1, 3, 6, 4, 9, 15}, {2, 3});
  expect_ints(run("CumSum", {x, ints({0}, {})}), {1, 2, 3, 5, 7, 9}, {2, 3});
  expect_ints(run("CumSum", {x, ints({1}, {})}, {integer("exclusive", 1), integer("reverse", 1)}),
              {5, 3, 0, 11, 6, 0}, {2, 3});
}

TEST(Arithmetic, Determinants) {
  expect_floats(run("Det", {floats({1, 2, 3, 4, 0, 1, 1, 0}, {2, 2, 2})}), {-2, -1}, {2});
  expect_floats(run("Det", {floats({1, 2, 2, 4}, {2, 2})}), {0}, {});
}

}  // namespace
}  // namespace quern::test
