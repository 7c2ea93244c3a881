// Adapters of quantised operators, seen through whole conversions.
#include "support.hpp"

namespace quern::frontend::onnx::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

TEST(QLinearConv, WithIntegerEndsKeepsItsBorders) {
  ModelBuilder m(10);
  m.input("x", {1, 1, 1, 2}, DataType::Uint8).output("y", DataType::Uint8);
  m.constant("xs", Tensor::scalar(0.5f)).constant("xz", Tensor::scalar<uint8_t>(2));
  m.constant("w", Tensor::from<uint8_t>({3}, {1, 1, 1, 1}))
      .constant("ws", Tensor::scalar(2.0f))
      .constant("wz", Tensor::scalar<uint8_t>(1));
  m.constant("ys", Tensor::scalar(1.0f))
      .constant("yz", Tensor::scalar<uint8_t>(10))
      .constant("b", Tensor::from<int32_t>({5}));
  m.add(node("QLinearConv", {"x", "xs", "xz", "w", "ws", "wz", "ys", "yz", "b"}, {"y"}));
  // ((4 - 2) * 0.5) * ((3 - 1) * 2) + 5 * 1 = 9, + 10
  EXPECT_EQ(run(m, {Tensor::from<uint8_t>({4, 2}, {1, 1, 1, 2})}).to_int64(), ints({19, 15}));
}

TEST(QLinearMatMul, InsideAFloatModelBecomesFloat) {
  ModelBuilder m(13);
  m.input("x", {1, 2}).output("y");
  m.constant("s", Tensor::scalar(0.5f)).constant("z", Tensor::scalar<int8_t>(0));
  m.constant("w", Tensor::from<int8_t>({2, 4}, {2, 1}));
  m.add(node("QuantizeLinear", {"x", "s", "z"}, {"xq"}));
  m.add(node("QLinearMatMul", {"xq", "s", "z", "w", "s", "z", "s", "z"}, {"yq"}));
  m.add(node("DequantizeLinear", {"yq", "s", "z"}, {"y"}));
  const Model model = convert(m);
  EXPECT_THAT(operators_of(model), ElementsAre("MatMul", "Identity"));
  EXPECT_EQ(model.metadata.at("quern.hint:x"), "63.5 1");
  EXPECT_EQ(model.metadata.at("quern.hint:y"), "63.5 1");
  expect_near(run(m, {Tensor::from<float>({1, 3}, {1, 2})}), {7});
}

TEST(MatMulInteger, SubtractsZeroPoints) {
  ModelBuilder m(10);
  m.input("a", {1, 2}, DataType::Uint8).output("y", DataType::Int32);
  m.constant("b", Tensor::from<uint8_t>({1, 2}, {2, 1})).constant("az", Tensor::scalar<uint8_t>(12));
  m.add(node("MatMulInteger", {"a", "b", "az"}, {"y"}));
  const Tensor y = run(m, {Tensor::from<uint8_t>({11, 7}, {1, 2})});
  EXPECT_EQ(y.type, DataType::Int32);
  EXPECT_EQ(y.to_int64(), ints({-11}));
}

TEST(ConvInteger, ZeroPointsPerOutputChannel) {
  ModelBuilder m(10);
  m.input("x", {1, 1, 1, 1}, DataType::Uint8).output("y", DataType::Int32);
  m.constant("w", Tensor::from<uint8_t>({5, 5}, {2, 1, 1, 1})).constant("xz", Tensor::scalar<uint8_t>(1));
  m.constant("wz", Tensor::from<uint8_t>({1, 2}));
  m.add(node("ConvInteger", {"x", "w", "xz", "wz"}, {"y"}));
  EXPECT_EQ(run(m, {Tensor::from<uint8_t>({3}, {1, 1, 1, 1})}).to_int64(), ints({8, 6}));
}

TEST(DynamicQuantizeLinear, IsDecomposed) {
  ModelBuilder m(11);
  m.input("x", {4}).output("y", DataType::Uint8).output("s").output("z", DataType::Uint8);
  m.add(node("DynamicQuantizeLinear", {"x"}, {"y", "s", "z"}));
  const Model model = convert(m);
  EXPECT_THAT(operators_of(model), Not(Contains("DynamicQuantizeLinear")));
  const std::vector<Tensor> results = ops::interpret(model.graph, {Tensor::from<float>({0, 2, -3, -2.5f})});
  expect_near(results[1], {5.0f / 255.0f}, 1e-7f);
  EXPECT_EQ(results[2].to_int64(), ints({153}));
  EXPECT_EQ(results[0].to_int64(), ints({153, 255, 0, 26}));
}

TEST(QuantizeLinear, BlocksAreReported) {
  ModelBuilder m(21);
  m.input("x", {4}).constant("s", Tensor::from<float>({1, 1})).output("y", DataType::Int8);
  m.add(node("QuantizeLinear", {"x", "s"}, {"y"}, {{"block_size", int64_t(2)}}));
  EXPECT_EQ(status_of([&] { convert(m); }), QUERN_ERROR_UNSUPPORTED);
}

TEST(QuantizeLinear, OutputTypeBecomesAZeroPoint) {
  ModelBuilder m(21);
  m.input("x", {1}).constant("s", Tensor::scalar(1.0f)).output("y", DataType::Int8);
  m.add(node("QuantizeLinear", {"x", "s"}, {"y"}, {{"output_dtype", int64_t(DataType::Int8)}}));
  const Tensor y = run(m, {Tensor::from<float>({-5})});
  EXPECT_EQ(y.type, DataType::Int8);
  EXPECT_EQ(y.to_int64(), ints({-5}));
}

}  // namespace
}  // namespace quern::frontend::onnx::test
