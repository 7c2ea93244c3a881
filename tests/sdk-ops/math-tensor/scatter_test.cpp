// ScatterElements, Scatter, ScatterND.
#include "run_operator.hpp"

namespace quern::test {
namespace {

Attribute reduction(const std::string& name) { return attribute("reduction", name); }

TEST(Scatter, Elements) {
  const Tensor zeros = ints({0, 0, 0, 0, 0, 0}, {3, 2});
  const Tensor indices = ints({1, -1}, {1, 2}), updates = ints({7, 8}, {1, 2});
  expect_ints(run("ScatterElements", {zeros, indices, updates}), {0, 0, 7, 0, 0, 8}, {3, 2});
  expect_ints(run("Scatter", {zeros, indices, updates}, {integer("axis", 1)}), {0, 8, 0, 0, 0, 0}, {3, 2});
}

TEST(Scatter, ElementsMeetInOrder) {
  const Tensor x = ints({2, 3}), indices = ints({0, 0, 1}), updates = ints({5, 1, -4});
  const auto run_with = [&](const char* name) {
    return values<int64_t>(run("ScatterElements", {x, indices, updates}, {reduction(name)}));
  };
  EXPECT_EQ(run_with("none"), (std::vector<int64_t>{1, -4}));
  EXPECT_EQ(run_with("add"), (std::vector<int64_t>{8, -1}));
  EXPECT_EQ(run_with("mul"), (std::vector<int64_t>{10, -12}));
  EXPECT_EQ(run_with("max"), (std::vector<int64_t>{5, 3}));
  EXPECT_EQ(run_with("min"), (std::vector<int64_t>{1, -4}));
  EXPECT_INPUT_ERROR(run_with("median"));
}

TEST(Scatter, Tuples) {
  const Tensor zeros = floats({0, 0, 0, 0}, {2, 2});
  expect_floats(run("ScatterND", {zeros, ints({1}, {1, 1}), floats({5, 6}, {1, 2})}), {0, 0, 5, 6}, {2, 2});
  const Tensor twice = ints({0, 1, 0, 1}, {2, 2});
  expect_floats(run("ScatterND", {zeros, twice, floats({5, 6})}, {reduction("add")}), {0, 11, 0, 0}, {2, 2});
}

TEST(Scatter, LeavesItsInputAlone) {
  const Tensor x = ints({1, 2});
  (void)run("ScatterElements", {x, ints({0}), ints({9})});
  expect_ints(x, {1, 2}, {2});
}

TEST(Scatter, RefusesContradictions) {
  const Tensor x = floats({0, 0, 0, 0}, {2, 2});
  EXPECT_INPUT_ERROR(run("ScatterElements", {x, ints({2}, {1, 1}), floats({1}, {1, 1})}));
  EXPECT_INPUT_ERROR(run("ScatterElements", {x, ints({0, 0}, {1, 2}), floats({1}, {1, 1})}));
  EXPECT_INPUT_ERROR(run("ScatterElements", {x, ints({0, 0, 0}, {1, 3}), floats({1, 1, 1}, {1, 3})}));
  EXPECT_INPUT_ERROR(run("ScatterND", {x, ints({0, 2}, {1, 2}), floats({1})}));
  EXPECT_INPUT_ERROR(run("ScatterND", {x, ints({0}, {1, 1}), floats({1})}));
  EXPECT_INPUT_ERROR(run("ScatterND", {x, ints({0, 0}, {1, 2}), ints({1})}));
}

}  // namespace
}  // namespace quern::test
