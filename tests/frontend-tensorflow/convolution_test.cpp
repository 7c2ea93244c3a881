// Convolutions and poolings against the loops of convolution_reference.hpp.
#include "convolution_reference.hpp"
#include "support.hpp"

namespace quern::frontend::tensorflow::test {
namespace {

std::vector<Attr> attributes(const Window2d& p) {
  return {ints("strides", {1, p.stride_h, p.stride_w, 1}),
          ints("dilations", {1, p.dilation_h, p.dilation_w, 1}), s("padding", p.same ? "SAME" : "VALID")};
}

const std::vector<Window2d>& windows() {
  static const std::vector<Window2d> list = {{1, 1, 1, 1, false}, {1, 1, 1, 1, true}, {2, 2, 1, 1, true},
                                             {2, 3, 1, 1, false}, {3, 1, 1, 1, true}, {1, 1, 2, 3, true},
                                             {1, 1, 2, 2, false}, {2, 1, 1, 2, true}};
  return list;
}

TEST(Convolution, StridesDilationsAndPaddings) {
  for (const Window2d& p : windows())
    for (const Shape& kernel : {Shape{3, 3}, Shape{2, 1}, Shape{1, 4}}) {
      const Tensor x = noise({2, 9, 12, 4}), w = noise({kernel[0], kernel[1], 4, 5}, 2);
      GraphBuilder g;
      g.placeholder("x", x.dims).constant("w", w).add("Conv2D", "y", {"x", "w"}, attributes(p));
      expect_near(run(g, {x}), conv2d(x, w, p), 1e-4f);
    }
}

TEST(Convolution, Groups) {
  const Tensor x = noise({1, 5, 5, 6}), w = noise({3, 3, 2, 9}, 2);
  const Window2d p{1, 1, 1, 1, true};
  GraphBuilder g;
  g.placeholder("x", x.dims).constant("w", w).add("Conv2D", "y", {"x", "w"}, attributes(p));
  expect_near(run(g, {x}), conv2d(x, w, p), 1e-4f);
}

TEST(Convolution, ExplicitPadding) {
  GraphBuilder g;
  g.placeholder("x", {1, 2, 2, 1}).constant("w", floats({1}, {1, 1, 1, 1}));
  g.add("Conv2D", "y", {"x", "w"},
        {ints("strides", {1, 1, 1, 1}), s("padding", "EXPLICIT"),
         ints("explicit_paddings", {0, 0, 1, 0, 0, 2, 0, 0})});
  expect_values(run(g, {floats({1, 2, 3, 4}, {1, 2, 2, 1})}), {0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0, 0});
}

TEST(Convolution, ChannelsSecondInTheModel) {
  GraphBuilder g;
  g.placeholder("x", {1, 2, 3, 3}).constant("w", noise({2, 2, 2, 3}));
  g.add("Conv2D", "y", {"x", "w"},
        {ints("strides", {1, 1, 2, 1}), s("padding", "SAME"), s("data_format", "NCHW")});
  const Model model = convert(g);
  EXPECT_EQ(count_of(model, "Transpose"), 0u);
  EXPECT_EQ(model.graph.inputs[0].shape, (Shape{1, 2, 3, 3}));
  EXPECT_EQ(find_node(model, "Conv").get_ints("strides"), (std::vector<int64_t>{2, 1}));
  EXPECT_EQ(find_node(model, "Conv").get_ints("pads"), (std::vector<int64_t>{0, 0, 1, 1}));
}

TEST(Convolution, Depthwise) {
  for (const Window2d& p : windows())
    for (const int64_t times : {1, 3}) {
      const Tensor x = noise({2, 8, 7, 4}), w = noise({3, 2, 4, times}, 2);
      GraphBuilder g;
      g.placeholder("x", x.dims)
          .constant("w", w)
          .add("DepthwiseConv2dNative", "y", {"x", "w"}, attributes(p));
      expect_near(run(g, {x}), depthwise(x, w, p), 1e-4f);
    }
}

TEST(Convolution, Transposed) {
  struct Case {
    Window2d p;
    Shape out;
    int64_t kernel;
  };
  for (const Case& c :
       {Case{{2, 2, 1, 1, true}, {1, 8, 6, 3}, 3}, Case{{2, 2, 1, 1, true}, {1, 7, 5, 3}, 4},
        Case{{1, 1, 1, 1, true}, {1, 4, 3, 3}, 3}, Case{{2, 2, 1, 1, false}, {1, 9, 7, 3}, 3},
        Case{{2, 2, 1, 1, false}, {1, 10, 8, 3}, 3}, Case{{3, 2, 1, 1, true}, {1, 12, 6, 3}, 2}}) {
    SCOPED_TRACE(to_string(c.out));
    const Tensor x = noise({1, 4, 3, 2}), w = noise({c.kernel, c.kernel, 3, 2}, 2);
    GraphBuilder g;
    g.placeholder("x", x.dims).constant("w", w);
    g.constant("dims", std::vector<int32_t>(c.out.begin(), c.out.end()));
    g.add("Conv2DBackpropInput", "y", {"dims", "w", "x"}, attributes(c.p));
    expect_near(run(g, {x}), conv2d_backprop(c.out, w, x, c.p), 1e-4f);
  }
}

TEST(Convolution, TransposedToAnImpossibleSizeIsRefused) {
  GraphBuilder g;
  g.placeholder("x", {1, 4, 4, 2}).constant("w", noise({3, 3, 3, 2})).constant("dims", {1, 40, 40, 3});
  g.add("Conv2DBackpropInput", "y", {"dims", "w", "x"}, attributes({2, 2, 1, 1, false}));
  EXPECT_THAT(error_of([&] { convert(g); }), ::testing::HasSubstr("cannot make"));
}

TEST(Convolution, ThreeAxes) {
  // Of depth 1 it is a two-dimensional one.
  const Tensor x = noise({1, 1, 5, 6, 2}), w = noise({1, 3, 3, 2, 4}, 2);
  GraphBuilder g;
  g.placeholder("x", x.dims).constant("w", w);
  g.add("Conv3D", "y", {"x", "w"},
        {ints("strides", {1, 1, 2, 1, 1}), s("padding", "SAME"), s("data_format", "NDHWC")});
  const Tensor expected = conv2d(x.reshaped({1, 5, 6, 2}), w.reshaped({3, 3, 2, 4}), {2, 1, 1, 1, true});
  expect_near(run(g, {x}), expected.reshaped({1, 1, 3, 6, 4}), 1e-4f);
}

TEST(Convolution, FusedOperators) {
  const Tensor x = noise({1, 4, 4, 2}), w = noise({3, 3, 2, 3}, 2), bias = floats({0.5f, -1, 0}, {3});
  GraphBuilder g;
  g.placeholder("x", x.dims).constant("w", w).constant("b", bias);
  std::vector<Attr> fused = attributes({1, 1, 1, 1, true});
  fused.push_back(strings("fused_ops", {"BiasAdd", "LeakyRelu"}));
  fused.push_back(f("leakyrelu_alpha", 0.25f));
  g.add("_FusedConv2D", "y", {"x", "w", "b"}, fused);
  Tensor expected = conv2d(x, w, {1, 1, 1, 1, true});
  for (int64_t k = 0; k < expected.count(); ++k) {
    float& v = expected.mutable_data<float>()[k];
    v += bias.data<float>()[k % 3];
    if (v < 0) v *= 0.25f;
  }
  expect_near(run(g, {x}), expected, 1e-4f);
}

TEST(Convolution, DilationSpelledWithSpaceToBatch) {
  const Tensor x = noise({1, 9, 10, 2}), w = noise({3, 3, 2, 4}, 2);
  GraphBuilder g;
  g.placeholder("x", x.dims).constant("w", w).constant("block", {2, 3});
  g.constant("pads", Tensor::from<int32_t>({2, 3, 3, 5}, {2, 2}))
      .constant("crops", Tensor::from<int32_t>({0, 1, 0, 2}, {2, 2}));
  g.add("SpaceToBatchND", "s", {"x", "block", "pads"});
  g.add("Conv2D", "c", {"s", "w"}, attributes({1, 1, 1, 1, false}));
  g.add("Relu", "r", {"c"}).add("BatchToSpaceND", "y", {"r", "block", "crops"});
  const Model model = convert(g);
  EXPECT_EQ(count_of(model, "Transpose") + count_of(model, "Pad") + count_of(model, "Slice"), 0u);
  EXPECT_EQ(find_node(model, "Conv").get_ints("dilations"), (std::vector<int64_t>{2, 3}));
  EXPECT_EQ(find_node(model, "Conv").get_ints("pads"), (std::vector<int64_t>{2, 3, 2, 3}));
  Tensor expected = conv2d(x, w, {1, 1, 2, 3, true});
  for (int64_t k = 0; k < expected.count(); ++k)
    expected.mutable_data<float>()[k] = std::max(expected.data<float>()[k], 0.0f);
  expect_near(run(g, {x}), expected, 1e-4f);
}

TEST(Convolution, SpaceToBatchThatIsNoDilationMovesCells) {
  GraphBuilder g;
  g.placeholder("x", {1, 2, 4, 1})
      .constant("block", {2, 2})
      .constant("none", Tensor::from<int32_t>({0, 0, 0, 0}, {2, 2}));
  g.add("SpaceToBatchND", "s", {"x", "block", "none"})
      .constant("two", Tensor::scalar(2.0f))
      .add("Mul", "m", {"s", "two"});
  g.add("BatchToSpaceND", "b", {"m", "block", "none"});
  ConvertOptions options = source_layout();
  options.outputs = {"s", "b"};
  const auto results = run_all(g, {floats({1, 2, 3, 4, 5, 6, 7, 8}, {1, 2, 4, 1})}, options);
  EXPECT_EQ(results[0].dims, (Shape{4, 1, 2, 1}));
  expect_values(results[0], {1, 3, 2, 4, 5, 7, 6, 8});
  expect_values(results[1], {2, 4, 6, 8, 10, 12, 14, 16});
}

TEST(Pooling, MaximaAndAverages) {
  for (const Window2d& p :
       {Window2d{2, 2, 1, 1, false}, Window2d{2, 2, 1, 1, true}, Window2d{1, 3, 1, 1, true}})
    for (const bool average : {false, true}) {
      const Tensor x = noise({2, 7, 8, 3});
      GraphBuilder g;
      g.placeholder("x", x.dims)
          .add(average ? "AvgPool" : "MaxPool", "y", {"x"},
               {ints("ksize", {1, 3, 2, 1}), ints("strides", {1, p.stride_h, p.stride_w, 1}),
                s("padding", p.same ? "SAME" : "VALID")});
      expect_near(run(g, {x}), pooled(x, 3, 2, p, average));
    }
}

TEST(Pooling, KernelAsInput) {
  const Tensor x = noise({1, 6, 6, 2});
  GraphBuilder g;
  g.placeholder("x", x.dims).constant("k", {1, 3, 3, 1}).constant("s", {1, 2, 2, 1});
  g.add("MaxPoolV2", "y", {"x", "k", "s"}, {s("padding", "SAME")});
  expect_near(run(g, {x}), pooled(x, 3, 3, {2, 2, 1, 1, true}, false));
}

TEST(Pooling, ThreeAxes) {
  const Tensor x = noise({1, 1, 4, 6, 2});
  GraphBuilder g;
  g.placeholder("x", x.dims)
      .add("AvgPool3D", "y", {"x"},
           {ints("ksize", {1, 1, 2, 3, 1}), ints("strides", {1, 1, 2, 3, 1}), s("padding", "VALID")});
  expect_near(run(g, {x}),
              pooled(x.reshaped({1, 4, 6, 2}), 2, 3, {2, 3, 1, 1, false}, true).reshaped({1, 1, 2, 2, 2}));
}

TEST(Pooling, OverChannelsIsRefused) {
  GraphBuilder g;
  g.placeholder("x", {1, 4, 4, 4})
      .add("MaxPool", "y", {"x"}, {ints("ksize", {1, 1, 1, 2}), ints("strides", {1, 1, 1, 2})});
  EXPECT_EQ(status_of([&] { convert(g); }), QUERN_ERROR_UNSUPPORTED);
}

}  // namespace
}  // namespace quern::frontend::tensorflow::test
