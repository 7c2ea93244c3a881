// Adapters of normalisations and Dropout.
#include <cmath>

#include "support.hpp"

namespace quern::frontend::onnx::test {
namespace {

using ::testing::ElementsAre;

ModelBuilder batch_norm(int64_t opset, std::vector<std::pair<std::string, AttributeValue>> attributes,
                        std::vector<std::string> outputs = {"y"}) {
  ModelBuilder m(opset);
  m.input("x", {2, 1, 2}).output("y");
  for (const char* name : {"scale", "bias", "mean", "var"})
    m.constant(name, Tensor::from<float>(
                         {std::string(name) == "bias" || std::string(name) == "mean" ? 1.0f : 4.0f}));
  m.add(node("BatchNormalization", {"x", "scale", "bias", "mean", "var"}, std::move(outputs),
             std::move(attributes)));
  return m;
}

TEST(BatchNormalization, TrainingOutputsAndOldAttributesGo) {
  const Model model = convert(batch_norm(7, {{"spatial", int64_t(1)}, {"momentum", 0.9f}}, {"y", "m", "v"}));
  EXPECT_EQ(model.graph.nodes[0].outputs, std::vector<std::string>{"y"});
  EXPECT_TRUE(model.graph.nodes[0].attributes.empty());
}

TEST(BatchNormalization, TrainingModeUsesTheBatch) {
  const float unit = 1.0f / std::sqrt(1.25f);  // of 0, 1, 2, 3: mean 1.5, variance 1.25
  expect_near(run(batch_norm(15, {{"training_mode", int64_t(1)}, {"epsilon", 0.0f}}),
                  {Tensor::from<float>({0, 1, 2, 3}, {2, 1, 2})}),
              {1 - 6 * unit, 1 - 2 * unit, 1 + 2 * unit, 1 + 6 * unit}, 1e-4f);
}

TEST(BatchNormalization, NotSpatialMeansPerElement) {
  ModelBuilder m(7);
  m.input("x", {1, 2}).output("y");
  for (const char* name : {"scale", "bias", "mean", "var"})
    m.constant(name, Tensor::from<float>({1, 4}, {2}));
  m.add(node("BatchNormalization", {"x", "scale", "bias", "mean", "var"}, {"y"},
             {{"spatial", int64_t(0)}, {"epsilon", 0.0f}}));
  expect_near(run(m, {Tensor::from<float>({3, 6}, {1, 2})}), {3, 8});
}

TEST(GroupNormalization, ScalesPerGroupAndPerChannel) {
  const auto model = [](int64_t opset, const std::vector<float>& scale) {
    ModelBuilder m(opset);
    m.input("x", {1, 4, 1}).output("y");
    m.constant("scale", Tensor::from(scale))
        .constant("bias", Tensor::from(std::vector<float>(scale.size(), 1.0f)));
    m.add(node("GroupNormalization", {"x", "scale", "bias"}, {"y"},
               {{"num_groups", int64_t(2)}, {"epsilon", 0.0f}}));
    return m;
  };
  const Tensor x = Tensor::from<float>({1, 3, 10, 20}, {1, 4, 1});  // both groups become -1, 1
  expect_near(run(model(18, {2, 3}), {x}), {-1, 3, -2, 4}, 1e-4f);
  expect_near(run(model(21, {2, 3, 4, 5}), {x}), {-1, 4, -3, 6}, 1e-4f);
}

TEST(GroupNormalization, GroupsThatDoNotDivideAreAnInputError) {
  ModelBuilder m(21);
  m.input("x", {1, 4, 1}).constant("s", Tensor::from<float>({1, 1, 1, 1})).output("y");
  m.add(node("GroupNormalization", {"x", "s", "s"}, {"y"}, {{"num_groups", int64_t(3)}}));
  EXPECT_EQ(status_of([&] { convert(m); }), QUERN_ERROR_INPUT);
}

TEST(SkipLayerNormalization, AddsBeforeItNormalises) {
  ModelBuilder m(17);
  m.domain("com.microsoft").input("x", {1, 1, 2}).constant("skip", Tensor::from<float>({1, 2}, {1, 1, 2}));
  m.constant("gamma", Tensor::from<float>({2, 2})).output("y");
  m.add(node("SkipLayerNormalization", {"x", "skip", "gamma"}, {"y"}, {}, "com.microsoft"));
  expect_near(run(m, {Tensor::from<float>({0, 1}, {1, 1, 2})}), {-2, 2}, 1e-4f);
}

TEST(MeanVarianceNormalization, IsDecomposed) {
  ModelBuilder m(13);
  m.input("x", {1, 1, 1, 2}).output("y");
  m.add(node("MeanVarianceNormalization", {"x"}, {"y"}));
  expect_near(run(m, {Tensor::from<float>({1, 3}, {1, 1, 1, 2})}), {-1, 1}, 1e-4f);
}

TEST(Dropout, PassesOnAndKeepsEverything) {
  ModelBuilder m(12);
  m.input("x", {2}).output("y").output("mask", DataType::Bool);
  m.add(node("Dropout", {"x"}, {"y", "mask"}));
  const Model model = convert(m);
  EXPECT_THAT(operators_of(model), ElementsAre("Identity", "Shape", "ConstantOfShape"));
  const std::vector<Tensor> results = ops::interpret(model.graph, {Tensor::from<float>({1, 2})});
  expect_near(results[0], {1, 2});
  EXPECT_EQ(results[1].type, DataType::Bool);
  EXPECT_EQ(results[1].to_int64(), ints({1, 1}));
}

TEST(FusedConv, BecomesConvSumAndActivation) {
  ModelBuilder m(11);
  m.domain("com.microsoft").input("x", {1, 1, 1, 2}).constant("w", Tensor::from<float>({2}, {1, 1, 1, 1}));
  m.constant("z", Tensor::from<float>({-3, -3}, {1, 1, 1, 2})).output("y");
  m.add(node("FusedConv", {"x", "w", "", "z"}, {"y"},
             {{"activation", std::string("LeakyRelu")}, {"activation_params", std::vector<float>{0.5f}}},
             "com.microsoft"));
  EXPECT_THAT(operators_of(convert(m)), ElementsAre("Conv", "Add", "LeakyRelu"));
  expect_near(run(m, {Tensor::from<float>({1, 2}, {1, 1, 1, 2})}), {-0.5f, 1});
}

}  // namespace
}  // namespace quern::frontend::onnx::test
