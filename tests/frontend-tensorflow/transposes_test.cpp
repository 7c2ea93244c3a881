// No transposes are written that nobody needs; where images come in and go out in which order.
#include "identity_convolution.hpp"

namespace quern::frontend::tensorflow::test {
namespace {

size_t transposes(const GraphBuilder& g) { return count_of(convert(g), "Transpose"); }

TEST(Transposes, NoneInAChainOfConvolutions) {
  GraphBuilder g;
  g.placeholder("x", {1, 8, 8, 3});
  lie_channels_second(g, "x", "a").constant("bias", noise({3})).add("BiasAdd", "b", {"a", "bias"});
  g.add("Relu6", "r", {"b"}).constant("pads", Tensor::from<int32_t>({0, 0, 1, 1, 1, 1, 0, 0}, {4, 2}));
  g.add("Pad", "p", {"r", "pads"});
  lie_channels_second(g, "p", "c").add("Add", "sum", {"c", "p"}).constant("axes", {1, 2});
  g.add("Mean", "mean", {"sum", "axes"}).add("Softmax", "y", {"mean"});
  EXPECT_EQ(transposes(g), 0u);
}

TEST(Transposes, OneCopyServesAllReaders) {
  GraphBuilder g;
  g.placeholder("x", {1, 2, 2, 3});
  lie_channels_second(g, "x", "a").constant("dims", {1, 12});
  g.add("Reshape", "f", {"a", "dims"}).add("Reshape", "g", {"a", "dims"}).add("Add", "y", {"f", "g"});
  EXPECT_EQ(transposes(g), 1u);
}

TEST(Transposes, ShufflingChannelsTakesOne) {
  GraphBuilder g;
  g.placeholder("x", {1, 4, 4, 6});
  g.constant("w", noise({1, 1, 6, 6}))
      .add("Conv2D", "a", {"x", "w"}, {ints("strides", {1, 1, 1, 1}), s("padding", "VALID")});
  g.constant("split", {1, 4, 4, 2, 3}).constant("perm", {0, 1, 2, 4, 3}).constant("join", {1, 4, 4, 6});
  g.add("Reshape", "r", {"a", "split"})
      .add("Transpose", "t", {"r", "perm"})
      .add("Reshape", "j", {"t", "join"});
  g.add("Conv2D", "y", {"j", "w"}, {ints("strides", {1, 1, 1, 1}), s("padding", "VALID")});
  const Model model = convert(g);
  EXPECT_EQ(count_of(model, "Transpose"), 1u);
  EXPECT_EQ(find_node(model, "Transpose").get_ints("perm"), (std::vector<int64_t>{0, 2, 1, 3, 4}));
}

TEST(Transposes, ThoseOfTheModelMeetThoseOfTheLayout) {
  GraphBuilder g;
  g.placeholder("x", {1, 3, 4, 4}).constant("last", {0, 2, 3, 1}).constant("second", {0, 3, 1, 2});
  g.add("Transpose", "t", {"x", "last"});
  lie_channels_second(g, "t", "c").add("Transpose", "y", {"c", "second"});
  const Model model = convert(g);
  EXPECT_EQ(count_of(model, "Transpose"), 0u);
  EXPECT_EQ(model.graph.inputs[0].shape, (Shape{1, 3, 4, 4}));
}

TEST(Transposes, NoneBetweenAnImageAndConstantMatrices) {
  GraphBuilder g;
  g.placeholder("x", {2, 3, 4, 3});
  lie_channels_second(g, "x", "a")
      .constant("dims", {2, -1})
      .constant("m", noise({36, 5}, 3))
      .constant("n", noise({36, 5}, 4));
  g.add("Reshape", "f", {"a", "dims"}).add("MatMul", "p", {"f", "m"}).add("MatMul", "q", {"f", "n"});
  g.add("Sub", "y", {"p", "q"});
  EXPECT_EQ(transposes(g), 0u);
  GraphBuilder source;
  source.placeholder("x", {2, 3, 4, 3}).constant("dims", {2, -1}).constant("m", noise({36, 5}, 3));
  source.constant("n", noise({36, 5}, 4)).add("Reshape", "f", {"x", "dims"}).add("MatMul", "p", {"f", "m"});
  source.add("MatMul", "q", {"f", "n"}).add("Sub", "y", {"p", "q"});
  const Tensor x = noise({2, 3, 4, 3});
  expect_near(run(g, {x}), run(source, {x}), 1e-4f);
  // Somebody else needs the flattened image as it is.
  g.add("Neg", "z", {"f"});
  EXPECT_EQ(transposes(g), 1u);
}

TEST(Transposes, AreCountedInANote) {
  GraphBuilder g;
  g.placeholder("x", {1, 2, 2, 3});
  lie_channels_second(g, "x", "a").constant("dims", {1, 12}).add("Reshape", "y", {"a", "dims"});
  RecordingHost host;
  convert_graph(read_graph_def(blob_of_text(g.bytes()), "m"), {}, host.host(), "m");
  EXPECT_EQ(host.diagnostics.back().message,
            "1 transpose between channels last and channels second: \"a\" for \"y\"");
}

TEST(Layouts, ImagesComeInAndGoOutWithChannelsSecond) {
  GraphBuilder g;
  g.placeholder("x", {1, 4, 5, 3});
  lie_channels_second(g, "x", "y");
  const Model model = convert(g);
  EXPECT_EQ(model.graph.inputs[0].shape, (Shape{1, 3, 4, 5}));
  EXPECT_EQ(ops::interpret(model.graph, {noise({1, 3, 4, 5})}).at(0).dims, (Shape{1, 3, 4, 5}));
  const Model source = convert(g, source_layout());
  EXPECT_EQ(source.graph.inputs[0].shape, (Shape{1, 4, 5, 3}));
  EXPECT_EQ(source.graph.outputs[0].name, "y");
  EXPECT_EQ(ops::interpret(source.graph, {noise({1, 4, 5, 3})}).at(0).dims, (Shape{1, 4, 5, 3}));
}

TEST(Layouts, TensorsThatAreNoImagesStay) {
  GraphBuilder g;
  g.placeholder("mask", {1, 1, 1, 16}).add("Neg", "y", {"mask"});
  EXPECT_EQ(convert(g).graph.inputs[0].shape, (Shape{1, 1, 1, 16}));
}

TEST(Layouts, ShapesMayBeBoundInEitherOrder) {
  GraphBuilder g;
  g.add("Placeholder", "x", {}, {type("dtype", Type::Float)});
  lie_channels_second(g, "x", "y");
  for (const Shape& bound : {Shape{1, 3, 8, 10}, Shape{1, 8, 10, 3}}) {
    ConvertOptions options;
    options.inputs = {{"x", bound}};
    EXPECT_EQ(convert(g, options).graph.inputs[0].shape, (Shape{1, 3, 8, 10}));
  }
}

}  // namespace
}  // namespace quern::frontend::tensorflow::test
