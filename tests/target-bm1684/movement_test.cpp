#include <gtest/gtest.h>

#include "lowered_network.hpp"

namespace quern::bm1684::test {
namespace {

GraphBuilder with_conv(const Shape& shape) {
  GraphBuilder builder(shape);
  builder.constant("w", random_tensor({8, shape[1], 1, 1}, 1, 0.5F));
  Node conv("Conv", {"x", "w"}, {"c"});
  conv.set("kernel_shape", Shape{1, 1});
  builder.add(conv);
  return builder;
}

TEST(LowerMovement, PoolingsKeepIntegers) {
  GraphBuilder b = with_conv({1, 4, 8, 8});
  b.add(Node("MaxPool", {"c"}, {"m"}).set("kernel_shape", Shape{2, 2}).set("strides", Shape{2, 2}));
  const Lowered l = lower(b.add(Node("GlobalAveragePool", {"m"}, {"y"})).finish("y"));
  EXPECT_EQ(l.operators(),
            (std::multiset<std::string>{"Quantize", "QConv", "MaxPool", "QAveragePool", "Dequantize"}));
  EXPECT_GT(l.sqnr_db, 28);
}

TEST(LowerMovement, MeanOverHeightAndWidthIsAPooling) {
  GraphBuilder b = with_conv({1, 4, 8, 8});
  const Lowered l =
      lower(b.add(Node("ReduceMean", {"c"}, {"y"}).set("axes", Shape{2, 3}).set("keepdims", int64_t(0)))
                .finish("y"));
  EXPECT_TRUE(l.operators().contains("QAveragePool"));
  EXPECT_GT(l.sqnr_db, 26);
}

TEST(LowerMovement, LargeOrUnevenAveragesStayFloat) {
  GraphBuilder large = with_conv({1, 4, 16, 16});
  EXPECT_EQ(lower(large.add(Node("GlobalAveragePool", {"c"}, {"y"})).finish("y")).reason("GlobalAveragePool"),
            "its kernel covers more than 225 values");
  GraphBuilder wide = with_conv({1, 4, 2, 20});
  EXPECT_EQ(lower(wide.add(Node("GlobalAveragePool", {"c"}, {"y"})).finish("y")).reason("GlobalAveragePool"),
            "its kernel is larger than 15 in one direction");
  GraphBuilder uneven = with_conv({1, 4, 8, 8});
  uneven.add(
      Node("AveragePool", {"c"}, {"y"}).set("kernel_shape", Shape{3, 3}).set("pads", Shape{1, 1, 1, 1}));
  EXPECT_EQ(lower(uneven.finish("y")).reason("AveragePool"), "its divisor differs at the border");
}

TEST(LowerMovement, ConcatOfConvolutionsNeedsNoRescaling) {
  GraphBuilder b({1, 4, 6, 6});
  b.constant("w1", random_tensor({8, 4, 1, 1}, 1, 0.1F));
  b.constant("w2", random_tensor({8, 4, 1, 1}, 2, 0.5F));
  b.add(Node("Conv", {"x", "w1"}, {"c1"}).set("kernel_shape", Shape{1, 1}));
  b.add(Node("Conv", {"x", "w2"}, {"c2"}).set("kernel_shape", Shape{1, 1}));
  const Lowered l = lower(b.add(Node("Concat", {"c1", "c2"}, {"y"}).set("axis", int64_t(1))).finish("y"));
  EXPECT_EQ(l.operators(),
            (std::multiset<std::string>{"Quantize", "QConv", "QConv", "Concat", "Dequantize"}));
  EXPECT_GT(l.sqnr_db, 30);
}

TEST(LowerMovement, ConcatRescalesWhatOthersReadToo) {
  GraphBuilder b({1, 4, 6, 6});
  b.constant("w1", random_tensor({8, 4, 1, 1}, 1, 0.1F));
  b.constant("w2", random_tensor({8, 8, 1, 1}, 2, 0.5F));
  b.add(Node("Conv", {"x", "w1"}, {"c1"}).set("kernel_shape", Shape{1, 1}));
  b.add(Node("Conv", {"c1", "w2"}, {"c2"}).set("kernel_shape", Shape{1, 1}));
  const Lowered l = lower(b.add(Node("Concat", {"c1", "c2"}, {"y"}).set("axis", int64_t(1))).finish("y"));
  EXPECT_EQ(l.operators().count("QRescale"), 1U);
  EXPECT_GT(l.sqnr_db, 25);
}

TEST(LowerMovement, TransposeSliceAndPadMoveBytes) {
  GraphBuilder b = with_conv({1, 4, 6, 6});
  b.constant("starts", Tensor::from<int64_t>({1}));
  b.constant("ends", Tensor::from<int64_t>({5}));
  b.constant("axes", Tensor::from<int64_t>({2}));
  b.constant("pads", Tensor::from<int64_t>({0, 0, 1, 1, 0, 0, 1, 1}));
  b.constant("zero", Tensor::scalar(0.0F));
  b.add(Node("Slice", {"c", "starts", "ends", "axes"}, {"s"})).add(Node("Pad", {"s", "pads", "zero"}, {"p"}));
  const Lowered l = lower(b.add(Node("Transpose", {"p"}, {"y"}).set("perm", Shape{0, 2, 3, 1})).finish("y"));
  EXPECT_EQ(l.operators(),
            (std::multiset<std::string>{"Quantize", "QConv", "Slice", "Pad", "Transpose", "Dequantize"}));
  EXPECT_GT(l.sqnr_db, 30);
}

}  // namespace
}  // namespace quern::bm1684::test
