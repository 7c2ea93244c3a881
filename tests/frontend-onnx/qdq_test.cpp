// QuantizeLinear/DequantizeLinear pairs: what is removed, what stays, and the hints.
#include "support.hpp"

namespace quern::frontend::onnx::test {
namespace {

using ::testing::ElementsAre;

ModelBuilder with_parameters(float scale, Tensor zero) {
  ModelBuilder m(13);
  m.input("x", {1, 2}).constant("s", Tensor::scalar(scale)).constant("z", std::move(zero));
  return m;
}

TEST(Qdq, PairAfterReluGoesAndLeavesAHint) {
  ModelBuilder m = with_parameters(0.1f, Tensor::scalar<uint8_t>(0));
  m.output("y").add(node("Relu", {"x"}, {"r"})).add(node("QuantizeLinear", {"r", "s", "z"}, {"q"}));
  m.add(node("DequantizeLinear", {"q", "s", "z"}, {"d"})).add(node("Neg", {"d"}, {"y"}));
  const Model model = convert(m);
  EXPECT_THAT(operators_of(model), ElementsAre("Relu", "Neg"));
  EXPECT_EQ(model.graph.nodes[1].inputs[0], "r");
  EXPECT_EQ(model.metadata.at("quern.hint:r"), "25.5 0");
}

TEST(Qdq, RangeFromZeroOnASignedTensorIsARelu) {
  ModelBuilder m = with_parameters(0.1f, Tensor::scalar<int8_t>(-128));
  m.output("y").add(node("Neg", {"x"}, {"n"})).add(node("QuantizeLinear", {"n", "s", "z"}, {"q"}));
  m.add(node("DequantizeLinear", {"q", "s", "z"}, {"d"})).add(node("Neg", {"d"}, {"y"}));
  const Model model = convert(m);
  EXPECT_THAT(operators_of(model), ElementsAre("Neg", "Relu", "Neg"));
  EXPECT_EQ(model.metadata.at("quern.hint:q"), "25.5 0");
  EXPECT_FALSE(model.metadata.contains("quern.hint:n"));
}

TEST(Qdq, AsymmetricRangeGivesTheLargerSide) {
  ModelBuilder m = with_parameters(1.0f, Tensor::scalar<uint8_t>(100));  // -100 .. 155
  m.output("y")
      .add(node("QuantizeLinear", {"x", "s", "z"}, {"q"}))
      .add(node("DequantizeLinear", {"q", "s", "z"}, {"y"}));
  const Model model = convert(m);
  EXPECT_THAT(operators_of(model), ElementsAre("Identity"));
  EXPECT_EQ(model.metadata.at("quern.hint:x"), "155 1");
}

TEST(Qdq, DataMovementBetweenThePairWorksInFloat) {
  ModelBuilder m = with_parameters(0.5f, Tensor::scalar<int8_t>(0));
  m.output("y").add(node("QuantizeLinear", {"x", "s", "z"}, {"q"})).add(node("Transpose", {"q"}, {"t"}));
  m.add(node("DequantizeLinear", {"t", "s", "z"}, {"d"})).add(node("Neg", {"d"}, {"y"}));
  const Model model = convert(m);
  EXPECT_THAT(operators_of(model), ElementsAre("Transpose", "Neg"));
  EXPECT_EQ(model.metadata.at("quern.hint:t"), "63.5 1");
}

TEST(Qdq, IntegerOutputStaysInteger) {
  ModelBuilder m = with_parameters(0.5f, Tensor::scalar<int8_t>(0));
  m.output("q", DataType::Int8).output("y").add(node("QuantizeLinear", {"x", "s", "z"}, {"q"}));
  m.add(node("DequantizeLinear", {"q", "s", "z"}, {"y"}));
  EXPECT_THAT(operators_of(convert(m)), ElementsAre("QuantizeLinear", "DequantizeLinear"));
}

TEST(Qdq, PairWithDifferentScalesStays) {
  ModelBuilder m = with_parameters(0.5f, Tensor::scalar<int8_t>(0));
  m.constant("s2", Tensor::scalar(1.0f)).output("y").add(node("QuantizeLinear", {"x", "s", "z"}, {"q"}));
  m.add(node("DequantizeLinear", {"q", "s2", "z"}, {"y"}));
  EXPECT_THAT(operators_of(convert(m)), ElementsAre("QuantizeLinear", "DequantizeLinear"));
}

TEST(Qdq, WeightsPerChannelAreDequantised) {
  ModelBuilder m(13);
  m.input("x", {1, 2}).output("y").constant("w", Tensor::from<int8_t>({1, 2, 3, 4}, {2, 2}));
  m.constant("s", Tensor::from<float>({1, 10})).constant("z", Tensor::from<int8_t>({0, 1}));
  m.add(node("DequantizeLinear", {"w", "s", "z"}, {"wf"}, {{"axis", int64_t(1)}}))
      .add(node("MatMul", {"x", "wf"}, {"y"}));
  const Model model = convert(m);
  EXPECT_THAT(operators_of(model), ElementsAre("MatMul"));
  expect_near(*model.graph.constant("wf"), {1, 10, 3, 30});
}

}  // namespace
}  // namespace quern::frontend::onnx::test
