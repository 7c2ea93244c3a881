#include <gtest/gtest.h>

#include "run.hpp"

namespace quern::ops::test {
namespace {

Tensor resize(const Tensor& x, std::vector<int64_t> sizes, std::vector<Attribute> attributes) {
  Node node = make_node("Resize", 4, std::move(attributes));
  node.inputs[1] = node.inputs[2] = "";
  return run(node, {x, {}, {}, Tensor::from(sizes)})[0];
}

TEST(Resize, NearestRepeatsCellsOfAnyType) {
  const Tensor x = Tensor::from(std::vector<int8_t>{1, 2, 3, 4}, {1, 1, 2, 2});
  const Tensor y = resize(
      x, {1, 1, 4, 2}, {text("coordinate_transformation_mode", "asymmetric"), text("nearest_mode", "floor")});
  EXPECT_EQ((std::vector<int8_t>{1, 2, 1, 2, 3, 4, 3, 4}), values<int8_t>(y));
}

TEST(Resize, LinearInterpolatesAlongEveryAxis) {
  const Tensor y = resize(iota({2, 2}), {3, 3},
                          {text("mode", "linear"), text("coordinate_transformation_mode", "align_corners")});
  EXPECT_EQ((std::vector<float>{0, 0.5f, 1, 1, 1.5f, 2, 2, 2.5f, 3}), values<float>(y));
}

TEST(Resize, CubicReproducesALine) {
  const Tensor y = resize(iota({1, 1, 8}), {1, 1, 15},
                          {text("mode", "cubic"), text("coordinate_transformation_mode", "align_corners")});
  for (int64_t i = 4; i < 11; ++i) EXPECT_NEAR(y.data<float>()[i], float(i) / 2, 1e-5);
}

TEST(Resize, CropExtrapolatesOutsideOfTheInput) {
  const Node node =
      make_node("Resize", 4,
                {text("mode", "linear"), text("coordinate_transformation_mode", "tf_crop_and_resize"),
                 real("extrapolation_value", -1)});
  Node with_sizes = node;
  with_sizes.inputs[2] = "";
  const Tensor roi = Tensor::from(std::vector<float>{0, 1.5f}), sizes = Tensor::from(std::vector<int64_t>{4});
  EXPECT_EQ((std::vector<float>{0, 1, 2, -1}),
            values<float>(run(with_sizes, {iota({3}), roi, {}, sizes})[0]));
}

TEST(Resize, RefusesContradictions) {
  EXPECT_THROW(resize(iota({2, 2}), {4}, {}), Error);
  EXPECT_THROW(resize(iota({2, 2}), {-1, 4}, {}), Error);
  EXPECT_THROW(resize(iota({0, 2}), {4, 4}, {}), Error);
  EXPECT_THROW(resize(iota({2, 2}), {int64_t(1) << 40, 4}, {}), Error);
  EXPECT_THROW(resize(iota({2, 2}), {4, 4}, {text("mode", "quintic")}), Error);
  EXPECT_THROW(resize(Tensor::from(std::vector<int8_t>{1, 2}), {4}, {text("mode", "linear")}), Error);
}

}  // namespace
}  // namespace quern::ops::test
