// Operators that change the order of elements.
#include <numeric>

#include "run_operator.hpp"

namespace quern::test {
namespace {

TEST(Rearrange, Transpose) {
  const Tensor x = ints({1, 2, 3, 4, 5, 6}, {1, 2, 3});
  expect_ints(run("Transpose", {x}), {1, 4, 2, 5, 3, 6}, {3, 2, 1});
  expect_ints(run("Transpose", {x}, {attribute("perm", std::vector<int64_t>{1, 0, 2})}), {1, 2, 3, 4, 5, 6},
              {2, 1, 3});
  EXPECT_INPUT_ERROR(run("Transpose", {x}, {attribute("perm", std::vector<int64_t>{0, 0, 1})}));
  EXPECT_INPUT_ERROR(run("Transpose", {x}, {attribute("perm", std::vector<int64_t>{0, 1})}));
}

// Sizes beyond and not divisible by the tile of the copy loop.
TEST(Rearrange, TransposeOfLargeMatrices) {
  constexpr int64_t batch = 2, rows = 37, columns = 50;
  std::vector<float> values(size_t(batch * rows * columns));
  std::iota(values.begin(), values.end(), 0.0f);
  const Tensor y = run("Transpose", {floats(values, {batch, rows, columns})},
                       {attribute("perm", std::vector<int64_t>{0, 2, 1})});
  ASSERT_EQ(y.dims, (Shape{batch, columns, rows}));
  const float* out = y.data<float>();
  for (int64_t b = 0; b < batch; ++b)
    for (int64_t c = 0; c < columns; ++c)
      for (int64_t r = 0; r < rows; ++r) ASSERT_EQ(*out++, float((b * rows + r) * columns + c));
}

TEST(Rearrange, DepthToSpaceAndBack) {
  const Tensor x = ints({0, 1, 2, 3, 4, 5, 6, 7}, {1, 8, 1, 1});
  const Tensor dcr = run("DepthToSpace", {x}, {integer("blocksize", 2)});
  expect_ints(dcr, {0, 2, 4, 6, 1, 3, 5, 7}, {1, 2, 2, 2});
  expect_ints(run("SpaceToDepth", {dcr}, {integer("blocksize", 2)}), values<int64_t>(x), {1, 8, 1, 1});
  const auto crd = attribute("mode", std::string("CRD"));
  expect_ints(run("DepthToSpace", {x}, {integer("blocksize", 2), crd}), {0, 1, 2, 3, 4, 5, 6, 7},
              {1, 2, 2, 2});
  EXPECT_INPUT_ERROR(run("DepthToSpace", {x}, {integer("blocksize", 3)}));
  EXPECT_INPUT_ERROR(run("DepthToSpace", {x}, {integer("blocksize", 0)}));
  EXPECT_INPUT_ERROR(run("SpaceToDepth", {dcr}, {integer("blocksize", 3)}));
}

TEST(Rearrange, ReverseSequence) {
  const Tensor x = ints({1, 2, 3, 4, 5, 6}, {3, 2});  // time by batch
  expect_ints(run("ReverseSequence", {x, ints({3, 2})}), {5, 4, 3, 2, 1, 6}, {3, 2});
  expect_ints(
      run("ReverseSequence", {x, ints({1, 2, 0})}, {integer("batch_axis", 0), integer("time_axis", 1)}),
      {1, 2, 4, 3, 5, 6}, {3, 2});
  EXPECT_INPUT_ERROR(run("ReverseSequence", {x, ints({4, 0})}));
  EXPECT_INPUT_ERROR(run("ReverseSequence", {x, ints({1})}));
}

TEST(Rearrange, Trilu) {
  const Tensor x = ints({1, 2, 3, 4, 5, 6}, {2, 3});
  expect_ints(run("Trilu", {x}), {1, 2, 3, 0, 5, 6}, {2, 3});
  expect_ints(run("Trilu", {x, ints({1}, {})}), {0, 2, 3, 0, 0, 6}, {2, 3});
  expect_ints(run("Trilu", {x}, {integer("upper", 0)}), {1, 0, 0, 4, 5, 0}, {2, 3});
  expect_ints(run("Trilu", {x, ints({-9}, {})}, {integer("upper", 0)}), {0, 0, 0, 0, 0, 0}, {2, 3});
}

}  // namespace
}  // namespace quern::test
