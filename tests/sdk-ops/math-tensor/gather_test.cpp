// Gather, GatherElements, GatherND.
#include "run_operator.hpp"

namespace quern::test {
namespace {

const Tensor& matrix() {
  static const Tensor x = ints({1, 2, 3, 4, 5, 6}, {3, 2});
  return x;
}

TEST(Gather, RowsAndColumns) {
  expect_ints(run("Gather", {matrix(), ints({2, 0, -1})}), {5, 6, 1, 2, 5, 6}, {3, 2});
  expect_ints(run("Gather", {matrix(), ints({1}, {1, 1})}, {integer("axis", 1)}), {2, 4, 6}, {3, 1, 1});
  expect_ints(run("Gather", {matrix(), ints({1}, {})}), {3, 4}, {2});
  expect_ints(run("Gather", {ints({5, 6}), tensor<int32_t>({1}, {})}), {6}, {});
  expect_ints(run("Gather", {matrix(), ints({}, {0})}), {}, {0, 2});
}

TEST(Gather, RefusesIndicesOutOfRange) {
  EXPECT_INPUT_ERROR(run("Gather", {matrix(), ints({3})}));
  EXPECT_INPUT_ERROR(run("Gather", {matrix(), ints({-4})}));
  EXPECT_INPUT_ERROR(run("Gather", {matrix(), floats({0})}));
  EXPECT_INPUT_ERROR(run("Gather", {ints({}, {0}), ints({0})}));
}

TEST(Gather, MovesStrings) {
  Tensor x(DataType::String, {2});
  x.strings = {"a", "b"};
  EXPECT_EQ(run("Gather", {x, ints({1, 1, 0})}).strings, (std::vector<std::string>{"b", "b", "a"}));
}

TEST(Gather, Elements) {
  expect_ints(run("GatherElements", {matrix(), ints({0, 1, -1, 0}, {2, 2})}), {1, 4, 5, 2}, {2, 2});
  expect_ints(run("GatherElements", {matrix(), ints({1, 1, 0}, {3, 1})}, {integer("axis", 1)}), {2, 4, 5},
              {3, 1});
  EXPECT_INPUT_ERROR(run("GatherElements", {matrix(), ints({0, 0, 0}, {1, 3})}));
  EXPECT_INPUT_ERROR(run("GatherElements", {matrix(), ints({3, 0}, {1, 2})}));
}

TEST(Gather, Tuples) {
  expect_ints(run("GatherND", {matrix(), ints({2, 1, 0, -2}, {2, 2})}), {6, 1}, {2});
  expect_ints(run("GatherND", {matrix(), ints({1}, {1, 1})}), {3, 4}, {1, 2});
  expect_ints(run("GatherND", {matrix(), ints({1, 0, 1}, {3, 1})}, {integer("batch_dims", 1)}), {2, 3, 6},
              {3});
  EXPECT_INPUT_ERROR(run("GatherND", {matrix(), ints({0, 2}, {1, 2})}));
  EXPECT_INPUT_ERROR(run("GatherND", {matrix(), ints({0, 0, 0}, {1, 3})}));
  EXPECT_INPUT_ERROR(run("GatherND", {matrix(), ints({0}, {1, 1})}, {integer("batch_dims", 2)}));
}

}  // namespace
}  // namespace quern::test
