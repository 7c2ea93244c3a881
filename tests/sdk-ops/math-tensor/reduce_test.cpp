// Reductions: axes, keepdims, empty sets, numerics.
#include <cmath>
#include <limits>
#include <numeric>

#include "run_operator.hpp"

namespace quern::test {
namespace {

const float kInf = std::numeric_limits<float>::infinity();

Attribute axes(std::vector<int64_t> values) { return attribute("axes", std::move(values)); }
Tensor cube() {  // [2, 3, 2] with 1..12
  std::vector<float> values(12);
  std::iota(values.begin(), values.end(), 1.0f);
  return floats(values, {2, 3, 2});
}

TEST(Reduce, SumTakesItsAxesAsInput) {
  expect_floats(run("ReduceSum", {cube(), ints({1})}), {9, 12, 27, 30}, {2, 1, 2});
  expect_floats(run("ReduceSum", {cube(), ints({-1, 0})}, {integer("keepdims", 0)}), {18, 26, 34}, {3});
  expect_floats(run("ReduceSum", {cube()}), {78}, {1, 1, 1});
  expect_floats(run("ReduceSum", {cube(), ints({})}, {integer("noop_with_empty_axes", 1)}),
                values<float>(cube()), {2, 3, 2});
}

TEST(Reduce, OthersTakeThemAsAttribute) {
  expect_floats(run("ReduceMean", {cube()}, {axes({2}), integer("keepdims", 0)}),
                {1.5f, 3.5f, 5.5f, 7.5f, 9.5f, 11.5f}, {2, 3});
  expect_floats(run("ReduceMax", {cube()}, {axes({0, 2})}), {8, 10, 12}, {1, 3, 1});
  expect_floats(run("ReduceMin", {cube()}, {axes({1}), integer("keepdims", 0)}), {1, 2, 7, 8}, {2, 2});
  expect_floats(run("ReduceProd", {cube()}, {axes({1}), integer("keepdims", 0)}), {15, 48, 693, 960}, {2, 2});
}

TEST(Reduce, Norms) {
  const Tensor x = floats({3, -4, 0, 5}, {2, 2});
  const std::vector<Attribute> rows{axes({1}), integer("keepdims", 0)};
  expect_floats(run("ReduceL1", {x}, rows), {7, 5}, {2});
  expect_floats(run("ReduceL2", {x}, rows), {5, 5}, {2});
  expect_floats(run("ReduceSumSquare", {x}, rows), {25, 25}, {2});
  expect_floats(run("ReduceLogSum", {floats({1, 3}, {1, 2})}, rows), {std::log(4.0f)}, {1});
}

TEST(Reduce, LogSumExpDoesNotOverflow) {
  const std::vector<Attribute> rows{axes({1}), integer("keepdims", 0)};
  const Tensor x = floats({1000, 1000, -1000, -1000, -kInf, -kInf, kInf, 0}, {4, 2});
  const float log2 = std::log(2.0f);
  EXPECT_THAT(values<float>(run("ReduceLogSumExp", {x}, rows)),
              testing::Pointwise(testing::NanSensitiveFloatEq(), {1000 + log2, -1000 + log2, -kInf, kInf}));
}

TEST(Reduce, EmptySetsGiveTheNeutralElement) {
  const Tensor x = floats({}, {2, 0});
  const std::vector<Attribute> rows{axes({1}), integer("keepdims", 0)};
  expect_floats(run("ReduceSum", {x, ints({1})}, {integer("keepdims", 0)}), {0, 0}, {2});
  expect_floats(run("ReduceProd", {x}, rows), {1, 1}, {2});
  expect_floats(run("ReduceMax", {x}, rows), {-kInf, -kInf}, {2});
  expect_floats(run("ReduceLogSumExp", {x}, rows), {-kInf, -kInf}, {2});
  expect_floats(run("ReduceMax", {x}, {axes({0}), integer("keepdims", 0)}), {}, {0});
  EXPECT_INPUT_ERROR(run("ReduceMean", {ints({}, {0})}));
}

TEST(Reduce, IntegersAreExact) {
  const int64_t big = (int64_t(1) << 60) + 1;
  expect_ints(run("ReduceSum", {ints({big, big, 1})}, {integer("keepdims", 0)}), {2 * big + 1}, {});
  expect_tensor<int32_t>(run("ReduceMean", {tensor<int32_t>({-3, -4}, {2})}, {integer("keepdims", 0)}), {-3},
                         {});
  expect_ints(run("ReduceL1", {ints({-2, 3})}, {integer("keepdims", 0)}), {5}, {});
}

TEST(Reduce, LongRowsAddUpPrecisely) {
  const Tensor ones = floats(std::vector<float>(1000003, 0.1f), {1000003});
  const float sum = run("ReduceSum", {ones}, {integer("keepdims", 0)}).to_float()[0];
  EXPECT_NEAR(sum, 1000003 * double(0.1f), 0.01);
}

TEST(Reduce, NanWins) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  expect_floats(run("ReduceMax", {floats({1, nan, 3})}, {integer("keepdims", 0)}), {nan}, {});
  std::vector<float> row(40, 1.0f);
  row[17] = nan;
  expect_floats(run("ReduceMin", {floats(row, {40})}, {integer("keepdims", 0)}), {nan}, {});
}

TEST(Reduce, AxesAreChecked) {
  EXPECT_INPUT_ERROR(run("ReduceMax", {cube()}, {axes({3})}));
  EXPECT_INPUT_ERROR(run("ReduceMax", {cube()}, {axes({1, -2})}));
}

}  // namespace
}  // namespace quern::test
