// Adapters of element-wise operators, reductions and activations.
#include <cmath>

#include "support.hpp"

namespace quern::frontend::onnx::test {
namespace {

using ::testing::ElementsAre;

TEST(Broadcast, OldAxisAlignsTheSecondInput) {
  ModelBuilder m(6);
  m.input("a", {1, 2, 2}).constant("b", Tensor::from<float>({10, 20})).output("y");
  m.add(node("Add", {"a", "b"}, {"y"}, {{"broadcast", int64_t(1)}, {"axis", int64_t(1)}}));
  EXPECT_THAT(operators_of(convert(m)), ElementsAre("Unsqueeze", "Add"));
  expect_near(run(m, {Tensor::from<float>({1, 2, 3, 4}, {1, 2, 2})}), {11, 12, 23, 24});
}

TEST(Broadcast, OldAxisAtTheEndNeedsNothing) {
  ModelBuilder m(6);
  m.input("a", {2, 2}).constant("b", Tensor::from<float>({10, 20})).output("y");
  m.add(node("Mul", {"a", "b"}, {"y"}, {{"broadcast", int64_t(1)}}));
  const Model model = convert(m);
  EXPECT_THAT(operators_of(model), ElementsAre("Mul"));
  EXPECT_TRUE(model.graph.nodes[0].attributes.empty());
}

TEST(Broadcast, AxisOutOfRangeIsAnInputError) {
  ModelBuilder m(6);
  m.input("a", {1, 2, 2}).constant("b", Tensor::from<float>({10, 20})).output("y");
  m.add(node("Add", {"a", "b"}, {"y"}, {{"broadcast", int64_t(1)}, {"axis", int64_t(7)}}));
  EXPECT_EQ(status_of([&] { convert(m); }), QUERN_ERROR_INPUT);
}

TEST(PRelu, OldSlopeBelongsToChannels) {
  ModelBuilder m(6);
  m.input("x", {1, 2, 1, 2}).constant("slope", Tensor::from<float>({0.5f, 0.1f})).output("y");
  m.add(node("PRelu", {"x", "slope"}, {"y"}));
  expect_near(run(m, {Tensor::from<float>({-1, 2, -3, 4}, {1, 2, 1, 2})}), {-0.5f, 2, -0.3f, 4});
}

TEST(Clip, AttributesBecomeInputs) {
  ModelBuilder m(6);
  m.input("x", {3}).output("y");
  m.add(node("Clip", {"x"}, {"y"}, {{"max", 6.0f}}));
  const Model model = convert(m);
  EXPECT_EQ(model.graph.nodes[0].inputs.size(), 3u);
  EXPECT_EQ(model.graph.nodes[0].inputs[1], "");
  expect_near(run(m, {Tensor::from<float>({-1, 5, 7})}), {-1, 5, 6});
}

TEST(Cast, OldTypeNamesBecomeNumbers) {
  ModelBuilder m(1);
  m.input("x", {2}).output("y", DataType::Int32);
  m.add(node("Cast", {"x"}, {"y"}, {{"to", std::string("INT32")}}));
  EXPECT_EQ(convert(m).graph.nodes[0].get_int("to", 0), int64_t(DataType::Int32));
}

TEST(Cast, UnknownTypeNameIsAnInputError) {
  ModelBuilder m(1);
  m.input("x", {2}).output("y", DataType::Int32);
  m.add(node("Cast", {"x"}, {"y"}, {{"to", std::string("INT33")}}));
  EXPECT_EQ(status_of([&] { convert(m); }), QUERN_ERROR_INPUT);
}

TEST(Selu, OldDefaultsAreKept) {
  ModelBuilder m(1);
  m.input("x", {1}).output("y");
  m.add(node("Selu", {"x"}, {"y"}));
  EXPECT_FLOAT_EQ(convert(m).graph.nodes[0].get_float("alpha", 0), 1.6732f);
}

TEST(Reduce, AxesInputBecomesAttribute) {
  ModelBuilder m(18);
  m.input("x", {2, 3}).constant("axes", Tensor::from<int64_t>({1})).output("y");
  m.add(node("ReduceMean", {"x", "axes"}, {"y"}, {{"keepdims", int64_t(0)}}));
  const Model model = convert(m);
  EXPECT_EQ(model.graph.nodes[0].inputs.size(), 1u);
  EXPECT_EQ(model.graph.nodes[0].get_ints("axes"), ints({1}));
  expect_near(run(m, {Tensor::from<float>({1, 2, 3, 4, 5, 6}, {2, 3})}), {2, 5});
}

TEST(Reduce, AxesFromShapeArithmeticAreUnderstood) {
  ModelBuilder m(18);
  m.input("x", {2, 3}).constant("one", Tensor::from<int64_t>({1})).output("y");
  m.add(node("Shape", {"x"}, {"dims"}));          // [2, 3]
  m.add(node("Shape", {"dims"}, {"rank"}));       // [2]
  m.add(node("Sub", {"rank", "one"}, {"axes"}));  // [1]
  m.add(node("ReduceSumSquare", {"x", "axes"}, {"y"}, {{"keepdims", int64_t(0)}}));
  expect_near(run(m, {Tensor::from<float>({1, 2, 3, 4, 5, 6}, {2, 3})}), {14, 77});
}

TEST(Reduce, EmptyAxesAsNoOperationStillAppliesToElements) {
  ModelBuilder m(18);
  m.input("x", {2}).output("y");
  m.add(node("ReduceL1", {"x"}, {"y"}, {{"noop_with_empty_axes", int64_t(1)}}));
  expect_near(run(m, {Tensor::from<float>({-1, 2})}), {1, 2});
}

TEST(Reduce, AxesComputedFromDataAreReported) {
  ModelBuilder m(18);
  m.input("x", {2, 3}).input("axes", {1}, DataType::Int64).output("y");
  m.add(node("ReduceMax", {"x", "axes"}, {"y"}));
  EXPECT_EQ(status_of([&] { convert(m); }), QUERN_ERROR_UNSUPPORTED);
}

TEST(ReduceSum, AttributeBecomesInput) {
  ModelBuilder m(11);
  m.input("x", {2, 3}).output("y");
  m.add(node("ReduceSum", {"x"}, {"y"}, {{"axes", ints({0})}, {"keepdims", int64_t(0)}}));
  expect_near(run(m, {Tensor::from<float>({1, 2, 3, 4, 5, 6}, {2, 3})}), {5, 7, 9});
}

TEST(Softmax, FlatteningBeforeOpset13) {
  ModelBuilder m(11);
  m.input("x", {1, 2, 2}).output("y");
  m.add(node("Softmax", {"x"}, {"y"}, {{"axis", int64_t(1)}}));
  expect_near(run(m, {Tensor::from<float>({0, 0, 0, 0}, {1, 2, 2})}), {0.25f, 0.25f, 0.25f, 0.25f});
}

TEST(Softmax, OneDimensionIsLeftWhereTheRestHasSizeOne) {
  ModelBuilder m(11);
  m.input("x", {1, 4, 1, 1}).output("y");
  m.add(node("Softmax", {"x"}, {"y"}));
  const Model model = convert(m);
  EXPECT_THAT(operators_of(model), ElementsAre("Softmax"));
  EXPECT_EQ(model.graph.nodes[0].get_int("axis", -1), 1);
}

TEST(Activations, NewOnesComeFromTheQuernDomain) {
  ModelBuilder m(20);
  m.input("x", {2}).output("y");
  m.add(node("Mish", {"x"}, {"a"}));
  m.add(node("Gelu", {"a"}, {"y"}, {{"approximate", std::string("tanh")}}));
  const Model model = convert(m);
  EXPECT_THAT(operators_of(model), ElementsAre("quern.Mish", "quern.Gelu"));
  EXPECT_EQ(model.graph.nodes[1].get_string("approximate", ""), "tanh");
}

TEST(Activations, QuickGelu) {
  ModelBuilder m(17);
  m.domain("com.microsoft").input("x", {1}).output("y");
  m.add(node("QuickGelu", {"x"}, {"y"}, {{"alpha", 2.0f}}, "com.microsoft"));
  expect_near(run(m, {Tensor::from<float>({1.5f})}), {1.5f / (1.0f + std::exp(-3.0f))});
}

TEST(Activations, BiasGelu) {
  ModelBuilder m(17);
  m.domain("com.microsoft").input("x", {1}).constant("b", Tensor::from<float>({0.5f})).output("y");
  m.add(node("BiasGelu", {"x", "b"}, {"y"}, {}, "com.microsoft"));
  expect_near(run(m, {Tensor::from<float>({0.5f})}), {0.8413447f});
}

TEST(Experimental, ImageScaler) {
  ModelBuilder m(1);
  m.input("x", {1, 2, 1, 1}).output("y");
  m.add(node("ImageScaler", {"x"}, {"y"}, {{"scale", 2.0f}, {"bias", std::vector<float>{1, -1}}}));
  expect_near(run(m, {Tensor::from<float>({3, 4}, {1, 2, 1, 1})}), {7, 7});
}

}  // namespace
}  // namespace quern::frontend::onnx::test
