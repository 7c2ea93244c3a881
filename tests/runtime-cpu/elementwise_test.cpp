#include "harness.hpp"

namespace quern::cpu::test {
namespace {

struct Case {
  Shape a, b;
};

class Binary : public testing::TestWithParam<Case> {};

TEST_P(Binary, MatchesReference) {
  for (const char* op : {"Add", "Sub", "Mul", "Div", "Max", "Min"}) {
    ModelBuilder b;
    b.input("a", GetParam().a).input("b", GetParam().b);
    b.node(op, {"a", "b"}, {"y"});
    EXPECT_FALSE(uses_reference_kernels(b.build())) << op;
    expect_like_reference(b.build());
  }
}

// The first operand comes from a convolution, so it lies channels last.
TEST_P(Binary, ChannelsLast) {
  if (GetParam().a.size() != 4) GTEST_SKIP() << "feature maps only";
  ModelBuilder b;
  b.input("x", GetParam().a)
      .input("b", GetParam().b)
      .weights("w", {GetParam().a[1], GetParam().a[1], 1, 1})
      .output("a");
  b.node("Conv", {"x", "w"}, {"a"});
  b.node("Sub", {"a", "b"}, {"y"});
  b.node("Sub", {"b", "a"}, {"z"});
  expect_like_reference(b.build());
}

INSTANTIATE_TEST_SUITE_P(Shapes, Binary,
                         testing::Values(Case{{2, 3, 4, 5}, {2, 3, 4, 5}}, Case{{2, 3, 4, 5}, {3, 1, 1}},
                                         Case{{2, 3, 4, 5}, {5}}, Case{{2, 3, 4, 5}, {}},
                                         Case{{2, 3, 4, 5}, {4, 1}}, Case{{2, 3, 4, 5}, {2, 1, 1, 5}},
                                         Case{{1, 7, 4, 5}, {1, 7, 1, 1}}, Case{{2, 3, 4, 5}, {2, 3, 1, 1}},
                                         Case{{3, 1}, {1, 4}}, Case{{1}, {6, 2, 3}},
                                         Case{{70, 1, 300}, {70, 9, 1}}, Case{{1, 3, 4, 5}, {2, 3, 4, 5}}));

TEST(BinaryTypes, IntegersAndDoublesAndBools) {
  for (const DataType type : {DataType::Int64, DataType::Int32, DataType::Double, DataType::Uint8}) {
    ModelBuilder b;
    b.input("a", type, {2, 3}).input("b", type, {3});
    b.node("Add", {"a", "b"}, {"y"});
    expect_like_reference(b.build());
  }
  ModelBuilder b;
  b.input("a", DataType::Bool, {4}).input("b", DataType::Bool, {4});
  b.node("And", {"a", "b"}, {"y"});
  expect_like_reference(b.build());
}

TEST(Eltwise, MatchesReference) {
  for (const char* op : {"Relu", "LeakyRelu", "Sigmoid", "Tanh", "Elu", "Abs", "Neg", "HardSwish",
                         "HardSigmoid", "Exp", "Erf", "Floor"}) {
    for (const Shape& shape : {Shape{1}, Shape{3, 1001}, Shape{2, 5, 7, 3}}) {
      ModelBuilder b;
      b.input("x", shape);
      b.node(op, {"x"}, {"y"});
      SCOPED_TRACE(op);
      expect_like_reference(b.build());
    }
  }
  for (const char* op : {"Silu", "Gelu", "Mish"}) {
    ModelBuilder b;
    b.input("x", {2, 5, 7, 3});
    b.node(op, {"x"}, {"y"}, kQuernDomain);
    SCOPED_TRACE(op);
    expect_like_reference(b.build());
  }
}

TEST(Eltwise, ClipBounds) {
  const auto clip = [](bool has_low, bool has_high) {
    ModelBuilder b;
    b.input("x", {5, 40});
    b.constant("low", Tensor::scalar(-0.5f)).constant("high", Tensor::scalar(0.75f));
    b.node("Clip", {"x", has_low ? "low" : "", has_high ? "high" : ""}, {"y"});
    expect_like_reference(b.build());
  };
  clip(true, true);
  clip(true, false);
  clip(false, true);
}

TEST(Eltwise, NumberOnEitherSide) {
  for (const char* op : {"Add", "Sub", "Mul", "Div"}) {
    ModelBuilder b;
    b.input("x", {3, 5}).constant("n", Tensor::from(std::vector<float>{4}));
    b.node(op, {"x", "n"}, {"y"});
    b.node(op, {"n", "x"}, {"z"});
    expect_like_reference(b.build());
  }
}

// A number with more axes than the data gives the result more axes.
TEST(Eltwise, NumberWithManyAxes) {
  ModelBuilder b;
  b.input("x", {3, 5}).constant("n", Tensor::from(std::vector<float>{4}, {1, 1, 1, 1}));
  b.node("Mul", {"x", "n"}, {"y"});
  expect_like_reference(b.build());
}

TEST(BatchNormalization, MatchesReference) {
  for (const Shape& shape : {Shape{2, 5, 7, 3}, Shape{4, 6}, Shape{1, 3, 10}}) {
    ModelBuilder b;
    b.input("x", shape);
    for (const char* name : {"scale", "bias", "mean"}) b.weights(name, {shape[1]});
    b.constant("variance", Tensor::from(std::vector<float>(size_t(shape[1]), 0.7f)));
    b.node("BatchNormalization", {"x", "scale", "bias", "mean", "variance"}, {"y"}).set("epsilon", 1e-3f);
    EXPECT_FALSE(uses_reference_kernels(b.build()));
    expect_like_reference(b.build());
  }
}

}  // namespace
}  // namespace quern::cpu::test
