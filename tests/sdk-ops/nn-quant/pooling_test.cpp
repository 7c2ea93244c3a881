#include <gtest/gtest.h>

#include "run.hpp"

namespace quern::ops::test {
namespace {

TEST(MaxPool, IndicesCountInTheWholeTensor) {
  const Tensor x = iota({1, 2, 2, 2});
  const auto y = run(make_node("MaxPool", 1, {ints("kernel_shape", {2, 1})}, "", 2), {x});
  EXPECT_EQ((std::vector<float>{2, 3, 6, 7}), values<float>(y[0]));
  EXPECT_EQ((std::vector<int64_t>{2, 3, 6, 7}), values<int64_t>(y[1]));
}

TEST(MaxPool, StorageOrderTurnsTheIndices) {
  const Node node =
      make_node("MaxPool", 1, {ints("kernel_shape", {1, 2}), integer("storage_order", 1)}, "", 2);
  EXPECT_EQ((std::vector<int64_t>{2, 4, 3, 5}), values<int64_t>(run(node, {iota({1, 1, 2, 3})})[1]));
}

TEST(MaxPool, PadsDoNotCountAsZero) {
  const Tensor x = Tensor::from(std::vector<int8_t>{-5, -7}, {1, 1, 2});
  const Node node = make_node("MaxPool", 1, {ints("kernel_shape", {2}), ints("pads", {1, 1})});
  EXPECT_EQ((std::vector<int8_t>{-5, -5, -7}), values<int8_t>(run(node, {x})[0]));
}

TEST(AveragePool, CountsPadsOnlyWhenAsked) {
  const std::vector<Attribute> window = {ints("kernel_shape", {3}), ints("pads", {1, 1})};
  Node node = make_node("AveragePool", 1, window);
  EXPECT_EQ((std::vector<float>{0.5f, 1, 1.5f}), values<float>(run(node, {iota({1, 1, 3})})[0]));
  node.set("count_include_pad", int64_t{1});
  EXPECT_EQ((std::vector<float>{1.0f / 3, 1, 1}), values<float>(run(node, {iota({1, 1, 3})})[0]));
}

TEST(AveragePool, CellsBehindThePadsNeverCount) {
  const Node node = make_node("AveragePool", 1,
                              {ints("kernel_shape", {2}), ints("strides", {2}), integer("ceil_mode", 1),
                               integer("count_include_pad", 1)});
  EXPECT_EQ((std::vector<float>{0.5f, 2}), values<float>(run(node, {iota({1, 1, 3})})[0]));
}

TEST(LpPool, TakesTheNorm) {
  const Tensor x = Tensor::from(std::vector<float>{3, -4, 0}, {1, 1, 3});
  EXPECT_EQ((std::vector<float>{5, 4}),
            values<float>(run(make_node("LpPool", 1, {ints("kernel_shape", {2})}), {x})[0]));
  EXPECT_EQ((std::vector<float>{7}),
            values<float>(run(make_node("GlobalLpPool", 1, {integer("p", 1)}), {x})[0]));
}

TEST(LpNormalization, DividesByTheNormAlongTheAxis) {
  const Tensor x = Tensor::from(std::vector<float>{3, 0, 4, 0}, {2, 2});
  const Node node = make_node("LpNormalization", 1, {integer("axis", 0)});
  EXPECT_EQ((std::vector<float>{0.6f, 0, 0.8f, 0}), values<float>(run(node, {x})[0]));
}

TEST(MaxRoiPool, DividesTheRegionIntoBins) {
  const Tensor rois = Tensor::from(std::vector<float>{0, 0, 0, 3, 3}, {1, 5});
  const Node node = make_node("MaxRoiPool", 2, {ints("pooled_shape", {2, 2})});
  EXPECT_EQ((std::vector<float>{5, 7, 13, 15}), values<float>(run(node, {iota({1, 1, 4, 4}), rois})[0]));
}

TEST(MaxUnpool, UndoesMaxPool) {
  const std::vector<Attribute> window = {ints("kernel_shape", {2, 2}), ints("strides", {2, 2})};
  const auto pooled = run(make_node("MaxPool", 1, window, "", 2), {iota({1, 1, 4, 4})});
  const Tensor y = run(make_node("MaxUnpool", 2, window), {pooled[0], pooled[1]})[0];
  EXPECT_EQ((std::vector<float>{0, 0, 0, 0, 0, 5, 0, 7, 0, 0, 0, 0, 0, 13, 0, 15}), values<float>(y));
}

}  // namespace
}  // namespace quern::ops::test
