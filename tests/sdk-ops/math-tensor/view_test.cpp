// Operators that keep the elements and change the shape.
#include <limits>

#include "run_operator.hpp"

namespace quern::test {
namespace {

const Tensor& twelve() {
  static const Tensor x = ints({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, {2, 3, 2});
  return x;
}

TEST(View, ShapeAndSize) {
  expect_ints(run("Shape", {twelve()}), {2, 3, 2}, {3});
  expect_ints(run("Shape", {twelve()}, {integer("start", -2)}), {3, 2}, {2});
  expect_ints(run("Shape", {twelve()}, {integer("start", 1), integer("end", -1)}), {3}, {1});
  expect_ints(run("Shape", {twelve()}, {integer("start", 5)}), {}, {0});
  expect_ints(run("Shape", {twelve()},
                  {integer("end", std::numeric_limits<int64_t>::max()),
                   integer("start", std::numeric_limits<int64_t>::min())}),
              {2, 3, 2}, {3});
  expect_ints(run("Size", {twelve()}), {12}, {});
}

TEST(View, Reshape) {
  EXPECT_EQ(run("Reshape", {twelve(), ints({3, -1})}).dims, (Shape{3, 4}));
  EXPECT_EQ(run("Reshape", {twelve(), ints({0, 0, 1, -1})}).dims, (Shape{2, 3, 1, 2}));
  EXPECT_EQ(run("Reshape", {floats({}, {0, 3}), ints({3, 0})}, {integer("allowzero", 1)}).dims,
            (Shape{3, 0}));
  EXPECT_EQ(run("Reshape", {ints({7}), ints({})}).dims, Shape{});
  EXPECT_EQ(values<int64_t>(run("Reshape", {twelve(), ints({12})})), values<int64_t>(twelve()));
}

TEST(View, ReshapeRefusesWhatDoesNotFit) {
  EXPECT_INPUT_ERROR(run("Reshape", {twelve(), ints({5, -1})}));
  EXPECT_INPUT_ERROR(run("Reshape", {twelve(), ints({-1, -1})}));
  EXPECT_INPUT_ERROR(run("Reshape", {twelve(), ints({13})}));
  EXPECT_INPUT_ERROR(run("Reshape", {twelve(), ints({-2, 6})}));
  EXPECT_INPUT_ERROR(run("Reshape", {twelve(), ints({2, 3, 2, 0})}));
  EXPECT_INPUT_ERROR(run("Reshape", {twelve(), ints({int64_t(1) << 62, int64_t(1) << 62})}));
  EXPECT_INPUT_ERROR(run("Reshape", {twelve(), floats({12})}));
}

TEST(View, Flatten) {
  EXPECT_EQ(run("Flatten", {twelve()}).dims, (Shape{2, 6}));
  EXPECT_EQ(run("Flatten", {twelve()}, {integer("axis", 0)}).dims, (Shape{1, 12}));
  EXPECT_EQ(run("Flatten", {twelve()}, {integer("axis", -1)}).dims, (Shape{6, 2}));
  EXPECT_EQ(run("Flatten", {twelve()}, {integer("axis", 3)}).dims, (Shape{12, 1}));
  EXPECT_INPUT_ERROR(run("Flatten", {twelve()}, {integer("axis", 4)}));
}

TEST(View, SqueezeAndUnsqueeze) {
  const Tensor x = floats({1, 2}, {1, 2, 1});
  EXPECT_EQ(run("Squeeze", {x}).dims, Shape{2});
  EXPECT_EQ(run("Squeeze", {x, ints({-1})}).dims, (Shape{1, 2}));
  EXPECT_INPUT_ERROR(run("Squeeze", {x, ints({1})}));
  EXPECT_EQ(run("Unsqueeze", {x, ints({0, -1})}).dims, (Shape{1, 1, 2, 1, 1}));
  EXPECT_INPUT_ERROR(run("Unsqueeze", {x, ints({0, 0})}));
  EXPECT_INPUT_ERROR(run("Unsqueeze", {x, ints({4})}));
}

TEST(View, IdentityAndDropoutShareTheInput) {
  EXPECT_EQ(run("Identity", {twelve()}).blob.data(), twelve().blob.data());
  const auto outputs = run_all("Dropout", {floats({1, 2})}, {}, 2);
  expect_floats(outputs[0], {1, 2}, {2});
  expect_tensor<bool>(outputs[1], {true, true}, {2});
  EXPECT_UNSUPPORTED(run("Dropout", {floats({1}), floats({0.5f}, {}), Tensor::scalar(true)}));
}

TEST(View, MovesStrings) {
  Tensor x(DataType::String, {2});
  x.strings = {"a", "b"};
  const Tensor y = run("Reshape", {x, ints({2, 1})});
  EXPECT_EQ(y.dims, (Shape{2, 1}));
  EXPECT_EQ(y.strings, x.strings);
}

}  // namespace
}  // namespace quern::test
