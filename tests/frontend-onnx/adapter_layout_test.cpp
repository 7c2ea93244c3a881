// Adapters of operators that move, cut, pad and resize.
#include "support.hpp"

namespace quern::frontend::onnx::test {
namespace {

using ::testing::ElementsAre;

const Tensor kCount = Tensor::from<float>({1, 2, 3, 4}, {1, 1, 2, 2});

TEST(Unsqueeze, AttributeBecomesInput) {
  ModelBuilder m(11);
  m.input("x", {2}).output("y");
  m.add(node("Unsqueeze", {"x"}, {"y"}, {{"axes", ints({0})}}));
  const Model model = convert(m);
  EXPECT_EQ(constant_ints(model, model.graph.nodes[0].inputs[1]), ints({0}));
  EXPECT_EQ(model.graph.outputs[0].shape, Shape({1, 2}));
}

TEST(Unsqueeze, WithoutAxesIsAnInputError) {
  ModelBuilder m(11);
  m.input("x", {2}).output("y");
  m.add(node("Unsqueeze", {"x"}, {"y"}));
  EXPECT_EQ(status_of([&] { convert(m); }), QUERN_ERROR_INPUT);
}

TEST(Reshape, AttributeBecomesInput) {
  ModelBuilder m(1);
  m.input("x", {1, 1, 2, 2}).output("y");
  m.add(node("Reshape", {"x"}, {"y"}, {{"shape", ints({4})}}));
  EXPECT_EQ(run(m, {kCount}).dims, Shape({4}));
}

TEST(Slice, AttributesBecomeInputs) {
  ModelBuilder m(9);
  m.input("x", {1, 1, 2, 2}).output("y");
  m.add(node("Slice", {"x"}, {"y"}, {{"starts", ints({1})}, {"ends", ints({1000})}, {"axes", ints({3})}}));
  expect_near(run(m, {kCount}), {2, 4});
}

TEST(Split, NumOutputsMakesASmallerLastPart) {
  ModelBuilder m(18);
  m.input("x", {5}).output("b");
  m.add(node("Split", {"x"}, {"a", "b"}, {{"num_outputs", int64_t(2)}}));
  expect_near(run(m, {Tensor::from<float>({1, 2, 3, 4, 5})}), {4, 5});
}

TEST(Split, AttributeBecomesInput) {
  ModelBuilder m(11);
  m.input("x", {5}).output("b");
  m.add(node("Split", {"x"}, {"a", "b"}, {{"split", ints({1, 4})}}));
  expect_near(run(m, {Tensor::from<float>({1, 2, 3, 4, 5})}), {2, 3, 4, 5});
}

TEST(Pad, AttributesBecomeInputs) {
  ModelBuilder m(2);
  m.input("x", {2}).output("y");
  m.add(node("Pad", {"x"}, {"y"}, {{"pads", ints({1, 0})}, {"value", 9.0f}}));
  expect_near(run(m, {Tensor::from<float>({1, 2})}), {9, 1, 2});
}

TEST(Pad, ChosenAxesAreSpreadOverAll) {
  ModelBuilder m(18);
  m.input("x", {1, 2})
      .constant("pads", Tensor::from<int64_t>({0, 1}))
      .constant("axes", Tensor::from<int64_t>({-1}))
      .output("y");
  m.add(node("Pad", {"x", "pads", "", "axes"}, {"y"}));
  const Tensor y = run(m, {Tensor::from<float>({1, 2}, {1, 2})});
  EXPECT_EQ(y.dims, Shape({1, 3}));
  expect_near(y, {1, 2, 0});
}

TEST(Pad, WrapIsReported) {
  ModelBuilder m(19);
  m.input("x", {2}).constant("pads", Tensor::from<int64_t>({1, 0})).output("y");
  m.add(node("Pad", {"x", "pads"}, {"y"}, {{"mode", std::string("wrap")}}));
  EXPECT_EQ(status_of([&] { convert(m); }), QUERN_ERROR_UNSUPPORTED);
}

TEST(TopK, AttributeBecomesInput) {
  ModelBuilder m(1);
  m.input("x", {3}).output("values");
  m.add(node("TopK", {"x"}, {"values", "indices"}, {{"k", int64_t(2)}}));
  expect_near(run(m, {Tensor::from<float>({1, 3, 2})}), {3, 2});
}

TEST(Tile, OldFormRepeatsOneAxis) {
  ModelBuilder m(1);
  m.input("x", {1, 2})
      .constant("tiles", Tensor::from<int64_t>({2}))
      .constant("axis", Tensor::from<int64_t>({0}))
      .output("y");
  m.add(node("Tile", {"x", "tiles", "axis"}, {"y"}));
  expect_near(run(m, {Tensor::from<float>({1, 2}, {1, 2})}), {1, 2, 1, 2});
}

TEST(Scatter, IsRenamed) {
  ModelBuilder m(9);
  m.input("x", {3})
      .constant("i", Tensor::from<int64_t>({1}))
      .constant("u", Tensor::from<float>({9}))
      .output("y");
  m.add(node("Scatter", {"x", "i", "u"}, {"y"}));
  EXPECT_THAT(operators_of(convert(m)), ElementsAre("ScatterElements"));
}

TEST(Upsample, BecomesAsymmetricResize) {
  ModelBuilder m(7);
  m.input("x", {1, 1, 2, 2}).output("y");
  m.add(node("Upsample", {"x"}, {"y"}, {{"scales", std::vector<float>{1, 1, 1, 2}}}));
  const Model model = convert(m);
  EXPECT_THAT(operators_of(model), ElementsAre("Resize"));
  EXPECT_EQ(model.graph.nodes[0].get_string("coordinate_transformation_mode", ""), "asymmetric");
  expect_near(run(m, {kCount}), {1, 1, 2, 2, 3, 3, 4, 4});
}

TEST(Resize, Opset10ShrinkingRoundsUp) {
  ModelBuilder m(10);
  m.input("x", {1, 1, 2, 4}).constant("s", Tensor::from<float>({1, 1, 0.6f, 0.6f})).output("y");
  m.add(node("Resize", {"x", "s"}, {"y"}));
  expect_near(run(m, {Tensor::from<float>({1, 2, 3, 4, 5, 6, 7, 8}, {1, 1, 2, 4})}), {1, 3});
}

TEST(Resize, AspectRatioPolicyAndAxesBecomeSizes) {
  ModelBuilder m(18);
  m.input("x", {1, 1, 2, 4}).constant("sizes", Tensor::from<int64_t>({7, 8})).output("y");
  m.add(node("Resize", {"x", "", "", "sizes"}, {"y"},
             {{"axes", ints({2, 3})}, {"keep_aspect_ratio_policy", std::string("not_larger")}}));
  const Model model = convert(m);
  EXPECT_EQ(constant_ints(model, model.graph.nodes[0].inputs[3]), ints({1, 1, 4, 8}));
}

TEST(Resize, AntialiasIsReported) {
  ModelBuilder m(18);
  m.input("x", {1, 1, 2, 4}).constant("s", Tensor::from<float>({1, 1, 0.5f, 0.5f})).output("y");
  m.add(node("Resize", {"x", "", "s"}, {"y"}, {{"antialias", int64_t(1)}}));
  EXPECT_EQ(status_of([&] { convert(m); }), QUERN_ERROR_UNSUPPORTED);
}

TEST(CenterCropPad, CropsAndPads) {
  ModelBuilder m(18);
  m.input("x", {3, 2}).constant("shape", Tensor::from<int64_t>({1, 4})).output("y");
  m.add(node("CenterCropPad", {"x", "shape"}, {"y"}));
  expect_near(run(m, {Tensor::from<float>({1, 2, 3, 4, 5, 6}, {3, 2})}), {0, 3, 4, 0});
}

TEST(AveragePool, DilationsOfOneGoAndOthersAreReported) {
  const auto model = [](int64_t dilation) {
    ModelBuilder m(19);
    m.input("x", {1, 1, 4, 4}).output("y");
    m.add(node("AveragePool", {"x"}, {"y"},
               {{"kernel_shape", ints({2, 2})}, {"dilations", ints({dilation, 1})}}));
    return m;
  };
  EXPECT_FALSE(convert(model(1)).graph.nodes[0].has("dilations"));
  EXPECT_EQ(status_of([&] { convert(model(2)); }), QUERN_ERROR_UNSUPPORTED);
}

}  // namespace
}  // namespace quern::frontend::onnx::test
