#include "harness.hpp"

namespace quern::cpu::test {
namespace {

struct Case {
  Shape x, w;
  int64_t group = 1;
  Shape strides, pads, dilations;
};

class Convolution : public testing::TestWithParam<Case> {};

void set_window(Node& node, const Case& c) {
  node.set("group", c.group);
  if (!c.strides.empty()) node.set("strides", c.strides);
  if (!c.pads.empty()) node.set("pads", c.pads);
  if (!c.dilations.empty()) node.set("dilations", c.dilations);
}

TEST_P(Convolution, MatchesReference) {
  const Case& c = GetParam();
  ModelBuilder b;
  b.input("x", c.x).weights("w", c.w).weights("bias", {c.w[0]});
  set_window(b.node("Conv", {"x", "w", "bias"}, {"y"}), c);
  EXPECT_FALSE(uses_reference_kernels(b.build()));
  expect_like_reference(b.build());
}

TEST_P(Convolution, WithoutBiasAndWithActivation) {
  const Case& c = GetParam();
  ModelBuilder b;
  b.input("x", c.x).weights("w", c.w);
  set_window(b.node("Conv", {"x", "w"}, {"t"}), c);
  b.node("HardSwish", {"t"}, {"y"});
  expect_like_reference(b.build());
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, Convolution,
    testing::Values(Case{{1, 3, 17, 19}, {8, 3, 3, 3}, 1, {2, 2}, {1, 1, 1, 1}, {}},
                    Case{{2, 5, 9, 7}, {7, 5, 1, 1}, 1, {}, {}, {}},
                    Case{{1, 58, 7, 7}, {58, 1, 3, 3}, 58, {}, {1, 1, 1, 1}, {}},
                    Case{{1, 13, 11, 12}, {26, 1, 5, 3}, 13, {2, 1}, {2, 1, 2, 1}, {}},
                    Case{{1, 12, 8, 8}, {18, 4, 3, 3}, 3, {}, {1, 1, 1, 1}, {}},
                    Case{{1, 16, 15, 15}, {16, 16, 3, 3}, 1, {}, {2, 2, 2, 2}, {2, 2}},
                    Case{{1, 6, 10, 10}, {9, 6, 4, 2}, 1, {3, 2}, {0, 1, 3, 0}, {}},
                    Case{{3, 33, 5, 5}, {1, 33, 5, 5}, 1, {}, {2, 2, 2, 2}, {}},
                    Case{{2, 6, 21}, {10, 6, 3}, 1, {2}, {1, 0}, {}},
                    Case{{1, 4, 5, 6, 7}, {6, 4, 3, 3, 3}, 1, {1, 2, 1}, {1, 1, 1, 1, 1, 1}, {}},
                    Case{{1, 256, 3, 3}, {512, 256, 1, 1}, 1, {}, {}, {}}));

class TransposedConvolution : public testing::TestWithParam<Case> {};

TEST_P(TransposedConvolution, MatchesReference) {
  const Case& c = GetParam();
  ModelBuilder b;
  b.input("x", c.x).weights("w", c.w).weights("bias", {c.w[1] * c.group});
  set_window(b.node("ConvTranspose", {"x", "w", "bias"}, {"t"}), c);
  b.node("Relu", {"t"}, {"y"});
  EXPECT_FALSE(uses_reference_kernels(b.build()));
  expect_like_reference(b.build());
}

INSTANTIATE_TEST_SUITE_P(Shapes, TransposedConvolution,
                         testing::Values(Case{{1, 6, 5, 7}, {6, 4, 3, 3}, 1, {2, 2}, {1, 1, 1, 1}, {}},
                                         Case{{2, 8, 4, 4}, {8, 3, 2, 2}, 2, {2, 2}, {}, {}},
                                         Case{{1, 16, 6, 6}, {16, 1, 4, 4}, 16, {2, 2}, {1, 1, 1, 1}, {}},
                                         Case{{1, 3, 9}, {3, 5, 4}, 1, {3}, {1, 0}, {}}));

TEST(TransposedConvolutionAttributes, OutputPadding) {
  ModelBuilder b;
  b.input("x", {1, 4, 5, 5}).weights("w", {4, 6, 3, 3});
  b.node("ConvTranspose", {"x", "w"}, {"y"})
      .set("strides", Shape{2, 2})
      .set("pads", Shape{1, 1, 1, 1})
      .set("output_padding", Shape{1, 1});
  expect_like_reference(b.build());
}

// x -> Conv -> (+ second operand) -> activation, in one step between the two changes of layout.
TEST(ConvolutionTail, ResidualAndActivation) {
  for (const char* activation : {"Relu", "Sigmoid", "Tanh", "HardSigmoid"}) {
    ModelBuilder b;
    b.input("x", {1, 20, 9, 11}).weights("w", {20, 20, 3, 3});
    b.node("Conv", {"x", "w"}, {"c"}).set("pads", Shape{1, 1, 1, 1});
    b.node("Add", {"x", "c"}, {"s"});
    b.node(activation, {"s"}, {"y"});
    const PlanOptions options;
    const Model model = b.build();
    EXPECT_EQ(Planner(model.graph, options).build().steps.size(), 3u) << activation;
    expect_like_reference(model);
  }
}

TEST(ConvolutionTail, ChannelFactorsAndNumbers) {
  ModelBuilder b;
  b.input("x", {2, 7, 6, 5})
      .weights("w", {9, 7, 1, 1})
      .weights("factor", {1, 9, 1, 1})
      .weights("addend", {9, 1, 1});
  b.constant("two", Tensor::scalar(2.0f)).constant("three", Tensor::from(std::vector<float>{3}));
  b.node("Conv", {"x", "w"}, {"a"});
  b.node("Mul", {"a", "factor"}, {"b"});
  b.node("Sub", {"b", "addend"}, {"c"});
  b.node("Div", {"c", "two"}, {"d"});
  b.node("Sub", {"three", "d"}, {"y"});
  expect_like_reference(b.build());
}

// oneDNN 2.6.3 gives every post-operation of one function the parameters of the first.
TEST(ConvolutionTail, OneFunctionWithTwoParameters) {
  ModelBuilder b;
  b.input("x", {1, 16, 6, 6}).weights("w", {16, 16, 3, 3});
  b.constant("low", Tensor::scalar(-0.5f)).constant("high", Tensor::scalar(0.7f));
  b.node("Conv", {"x", "w"}, {"a"});
  b.node("LeakyRelu", {"a"}, {"b"}).set("alpha", 0.3f);
  b.node("LeakyRelu", {"b"}, {"c"}).set("alpha", 0.1f);
  b.node("Clip", {"c", "low", "high"}, {"d"});
  b.node("Relu", {"d"}, {"y"});
  expect_like_reference(b.build());
}

TEST(ConvolutionTail, ResultReadTwiceIsNotHidden) {
  ModelBuilder b;
  b.input("x", {1, 4, 6, 6}).weights("w", {4, 4, 1, 1});
  b.node("Conv", {"x", "w"}, {"c"});
  b.node("Relu", {"c"}, {"r"});
  b.node("Mul", {"c", "r"}, {"y"});
  expect_like_reference(b.build());
}

TEST(ConvolutionTail, OutputInTheMiddle) {
  ModelBuilder b;
  b.input("x", {1, 4, 6, 6}).weights("w", {4, 4, 1, 1}).output("c");
  b.node("Conv", {"x", "w"}, {"c"});
  b.node("Relu", {"c"}, {"y"});
  expect_like_reference(b.build());
}

// Both operands of the sum are convolutions; either order of the nodes.
TEST(ConvolutionTail, TwoBranches) {
  for (const bool is_swapped : {false, true}) {
    ModelBuilder b;
    b.input("x", {1, 8, 10, 10}).weights("w1", {12, 8, 3, 3}).weights("w2", {12, 8, 1, 1});
    b.node("Conv", {"x", "w1"}, {"a"}).set("pads", Shape{1, 1, 1, 1});
    b.node("Conv", {"x", "w2"}, {"b"});
    b.node("Add", is_swapped ? std::vector<std::string>{"b", "a"} : std::vector<std::string>{"a", "b"},
           {"s"});
    b.node("Relu", {"s"}, {"y"});
    expect_like_reference(b.build());
  }
}

TEST(ConvolutionWeights, FromTheOutside) {
  ModelBuilder b;
  b.input("x", {1, 3, 6, 6}).input("w", {4, 3, 3, 3});
  b.node("Conv", {"x", "w"}, {"y"});
  expect_like_reference(b.build());
}

}  // namespace
}  // namespace quern::cpu::test
