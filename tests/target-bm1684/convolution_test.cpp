#include <gtest/gtest.h>

#include "lowered_network.hpp"

namespace quern::bm1684::test {
namespace {

using Operators = std::multiset<std::string>;

Node conv(const std::string& op, const Shape& kernel, const std::string& out = "y") {
  Node node(op, {"x", "w", "b"}, {out});
  node.set("kernel_shape", kernel)
      .set("pads", Shape(2 * kernel.size(), 1))
      .set("strides", Shape(kernel.size(), 1));
  node.set("dilations", Shape(kernel.size(), 1));
  return node;
}

TEST(LowerConvolution, PlainConvolutionIsCloseToFloat) {
  GraphBuilder builder({1, 8, 9, 7});
  builder.constant("w", random_tensor({12, 8, 3, 3}, 1, 0.1F));
  builder.constant("b", random_tensor({12}, 2));
  const Lowered l = lower(builder.add(conv("Conv", {3, 3})).finish("y"));
  EXPECT_EQ(l.operators(), (Operators{"Quantize", "QConv", "Dequantize"}));
  EXPECT_GT(l.sqnr_db, 32);
  EXPECT_EQ(l.report.integer_mac_share(), 1);
}

TEST(LowerConvolution, ReluFusesAndMakesTheOutputUnsigned) {
  GraphBuilder builder({1, 8, 9, 7});
  builder.constant("w", random_tensor({12, 8, 3, 3}, 1, 0.1F));
  builder.constant("b", random_tensor({12}, 2));
  const Lowered l = lower(builder.add(conv("Conv", {3, 3})).add(Node("Relu", {"y"}, {"z"})).finish("z"));
  EXPECT_EQ(l.operators(), (Operators{"Quantize", "QConv", "Dequantize"}));
  EXPECT_EQ(l.graph.type("z_int8"), DataType::Uint8);
  EXPECT_GT(l.sqnr_db, 32);
}

TEST(LowerConvolution, ClipBoundsTheThreshold) {
  GraphBuilder builder({1, 8, 9, 7});
  builder.constant("w", random_tensor({12, 8, 3, 3}, 1, 0.3F));
  builder.constant("b", random_tensor({12}, 2));
  builder.constant("low", Tensor::scalar(0.0F));
  builder.constant("high", Tensor::scalar(1.5F));
  const Lowered l =
      lower(builder.add(conv("Conv", {3, 3})).add(Node("Clip", {"y", "low", "high"}, {"z"})).finish("z"),
            {{}, {{"z", 6.0}}});
  EXPECT_EQ(l.operators(), (Operators{"Quantize", "QConv", "Dequantize"}));
  EXPECT_GT(l.sqnr_db, 30);
}

TEST(LowerConvolution, DepthwiseGroupsAndTransposed) {
  GraphBuilder depthwise({1, 8, 9, 7});
  depthwise.constant("w", random_tensor({8, 1, 3, 3}, 1, 0.3F));
  depthwise.constant("b", random_tensor({8}, 2));
  EXPECT_GT(lower(depthwise.add(conv("Conv", {3, 3}).set("group", int64_t(8))).finish("y")).sqnr_db, 30);

  GraphBuilder transposed({1, 8, 5, 6});
  transposed.constant("w", random_tensor({8, 4, 3, 3}, 1, 0.2F));
  transposed.constant("b", random_tensor({4}, 2));
  const Lowered l =
      lower(transposed.add(conv("ConvTranspose", {3, 3}).set("strides", Shape{2, 2})).finish("y"));
  EXPECT_TRUE(l.operators().contains("QConvTranspose"));
  EXPECT_GT(l.sqnr_db, 32);
}

TEST(LowerConvolution, OneDimensionRunsWithHeightOne) {
  GraphBuilder builder({2, 6, 20});
  builder.constant("w", random_tensor({5, 6, 3}, 1, 0.3F));
  builder.constant("b", random_tensor({5}, 2));
  const Lowered l = lower(builder.add(conv("Conv", {3})).finish("y"));
  EXPECT_EQ(l.operators(), (Operators{"Quantize", "Reshape", "QConv", "Reshape", "Dequantize"}));
  EXPECT_GT(l.sqnr_db, 32);
}

TEST(LowerConvolution, StaysFloatWithAReason) {
  GraphBuilder builder({1, 2, 40, 40});
  builder.constant("w", random_tensor({3, 2, 3, 3}, 1));
  builder.constant("b", random_tensor({3}, 2));
  const Graph strided = builder.add(conv("Conv", {3, 3}).set("strides", Shape{16, 16})).finish("y");
  EXPECT_EQ(lower(strided).reason("Conv"), "a stride above 15 does not fit the command");

  GraphBuilder plain({1, 2, 5, 5});
  plain.constant("w", random_tensor({3, 2, 3, 3}, 1));
  plain.constant("b", random_tensor({3}, 2));
  const Graph graph = plain.add(conv("Conv", {3, 3})).finish("y");
  EXPECT_EQ(lower(graph, {{"y"}, {}}).reason("Conv"), "calibration.yaml asks for float");
  EXPECT_EQ(lower(graph, {{}, {{"y", 0}}}).reason("Conv"), "calibration.yaml has no threshold for \"y\"");
  EXPECT_EQ(lower(graph, {{"y"}, {}}).report.integer_mac_share(), 0);
}

TEST(LowerConvolution, BiasThatOverflowsSixteenBitsReducesTheShift) {
  GraphBuilder builder({1, 8, 9, 7});
  builder.constant("w", random_tensor({12, 8, 3, 3}, 1, 0.001F));
  builder.constant("b", random_tensor({12}, 2, 50));
  const Lowered l = lower(builder.add(conv("Conv", {3, 3})).finish("y"));
  EXPECT_GT(l.sqnr_db, 35);
}

TEST(LowerFullyConnected, GemmAndMatMul) {
  GraphBuilder gemm({3, 20});
  gemm.constant("w", random_tensor({20, 7}, 1, 0.2F));
  gemm.constant("b", random_tensor({7}, 2));
  const Lowered a = lower(gemm.add(Node("Gemm", {"x", "w", "b"}, {"y"})).finish("y"));
  EXPECT_EQ(a.operators(), (Operators{"Quantize", "QGemm", "Dequantize"}));
  EXPECT_GT(a.sqnr_db, 32);

  GraphBuilder matmul({2, 3, 20});
  matmul.constant("w", random_tensor({20, 7}, 1, 0.2F));
  const Lowered b = lower(matmul.add(Node("MatMul", {"x", "w"}, {"y"})).finish("y"));
  EXPECT_EQ(b.operators(), (Operators{"Quantize", "QGemm", "Dequantize"}));
  EXPECT_GT(b.sqnr_db, 32);
}

}  // namespace
}  // namespace quern::bm1684::test
