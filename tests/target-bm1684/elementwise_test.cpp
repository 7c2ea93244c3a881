#include <gtest/gtest.h>

#include "lowered_network.hpp"

namespace quern::bm1684::test {
namespace {

// x, then an integer copy of it ("a": an identity convolution), so that what follows has an INT8 input.
GraphBuilder with_integer_input(const Shape& shape) {
  GraphBuilder builder(shape);
  Tensor identity(DataType::Float, {shape[1], 1, 1, 1});
  for (int64_t c = 0; c < shape[1]; ++c) identity.mutable_data<float>()[c] = 1;
  builder.constant("identity", identity);
  Node conv("Conv", {"x", "identity"}, {"a"});
  conv.set("kernel_shape", Shape{1, 1}).set("group", shape[1]);
  builder.add(conv);
  return builder;
}

TEST(LowerElementwise, AddOfTwoBranchesWithRelu) {
  GraphBuilder b = with_integer_input({1, 6, 5, 5});
  const Lowered l = lower(b.add(Node("Add", {"a", "x"}, {"s"})).add(Node("Relu", {"s"}, {"y"})).finish("y"));
  EXPECT_TRUE(l.operators().contains("QAdd"));
  EXPECT_EQ(l.graph.type("y_int8"), DataType::Uint8);
  EXPECT_GT(l.sqnr_db, 30);
}

TEST(LowerElementwise, SubAndAddOfConstants) {
  GraphBuilder b = with_integer_input({1, 6, 5, 5});
  b.constant("c", random_tensor({1, 6, 1, 1}, 3));
  const Lowered l =
      lower(b.add(Node("Sub", {"a", "c"}, {"s"})).add(Node("Add", {"s", "x"}, {"y"})).finish("y"));
  EXPECT_EQ(l.operators().count("QAdd"), 2U);
  EXPECT_GT(l.sqnr_db, 28);
}

TEST(LowerElementwise, MulOfTwoActivationsWithGate) {
  GraphBuilder b = with_integer_input({1, 6, 5, 5});
  b.add(Node("GlobalAveragePool", {"a"}, {"pool"})).add(Node("Sigmoid", {"pool"}, {"gate"}));
  const Lowered l = lower(b.add(Node("Mul", {"a", "gate"}, {"y"})).finish("y"));
  EXPECT_TRUE(l.operators().contains("QMul"));
  EXPECT_TRUE(l.operators().contains("QLut"));
  EXPECT_GT(l.sqnr_db, 28);
}

TEST(LowerElementwise, ScalePerChannelTakesTheAddBehindIt) {
  GraphBuilder b = with_integer_input({1, 6, 5, 5});
  b.constant("m", random_tensor({1, 6, 1, 1}, 3));
  b.constant("c", random_tensor({6, 1, 1}, 4));
  const Lowered l =
      lower(b.add(Node("Mul", {"a", "m"}, {"s"})).add(Node("Add", {"s", "c"}, {"y"})).finish("y"));
  EXPECT_TRUE(l.operators().contains("QScale"));
  EXPECT_FALSE(l.operators().contains("QAdd"));
  EXPECT_GT(l.sqnr_db, 30);
}

TEST(LowerElementwise, NegativeScalarFactor) {
  GraphBuilder b = with_integer_input({1, 6, 5, 5});
  b.constant("m", Tensor::scalar(-0.37F));
  const Lowered l = lower(b.add(Node("Mul", {"a", "m"}, {"y"})).finish("y"));
  EXPECT_TRUE(l.operators().contains("QRescale"));
  EXPECT_GT(l.sqnr_db, 30);
}

TEST(LowerElementwise, LeakyReluAndPRelu) {
  GraphBuilder leaky = with_integer_input({1, 6, 5, 5});
  const Lowered a = lower(leaky.add(Node("LeakyRelu", {"a"}, {"y"}).set("alpha", 0.1F)).finish("y"));
  EXPECT_TRUE(a.operators().contains("QLeakyRelu"));
  EXPECT_GT(a.sqnr_db, 30);

  GraphBuilder prelu = with_integer_input({1, 6, 5, 5});
  prelu.constant("slope", random_tensor({6, 1, 1}, 3, 0.2F));
  const Lowered b = lower(prelu.add(Node("PRelu", {"a", "slope"}, {"y"})).finish("y"));
  EXPECT_TRUE(b.operators().contains("QPRelu"));
  EXPECT_GT(b.sqnr_db, 30);
}

TEST(LowerElementwise, FunctionsOfOneValueAreTables) {
  for (const char* op : {"Sigmoid", "Tanh", "Exp", "HardSwish", "Elu", "Softplus"}) {
    GraphBuilder b = with_integer_input({1, 6, 5, 5});
    const Lowered l = lower(b.add(Node(op, {"a"}, {"y"})).finish("y"));
    EXPECT_TRUE(l.operators().contains("QLut")) << op;
    EXPECT_GT(l.sqnr_db, 28) << op;
  }
}

TEST(LowerElementwise, FloatInputsKeepElementwiseOperatorsInFloat) {
  GraphBuilder b({1, 6, 5, 5});
  const Lowered l = lower(b.add(Node("Sigmoid", {"x"}, {"y"})).finish("y"));
  EXPECT_EQ(l.reason("Sigmoid"), "its input is not INT8");
  EXPECT_EQ(l.operators(), (std::multiset<std::string>{"Sigmoid"}));
}

TEST(LowerElementwise, SoftmaxIsAFloatIsland) {
  GraphBuilder b = with_integer_input({1, 6, 5, 5});
  const Lowered l = lower(b.add(Node("Softmax", {"a"}, {"y"}).set("axis", int64_t(1))).finish("y"));
  EXPECT_EQ(l.reason("Softmax"), "the BM1684 has no INT8 form of Softmax");
  EXPECT_EQ(l.operators(), (std::multiset<std::string>{"Quantize", "QConv", "Dequantize", "Softmax"}));
}

}  // namespace
}  // namespace quern::bm1684::test
