#include "harness.hpp"

namespace quern::cpu::test {
namespace {

TEST(Gemm, BothOrdersOfWeights) {
  for (const int64_t transposed : {0, 1}) {
    for (const Shape& sizes : {Shape{1, 2048, 100}, Shape{3, 7, 5}, Shape{33, 64, 129}, Shape{1, 5000, 3}}) {
      ModelBuilder b;
      b.input("x", {sizes[0], sizes[1]}).weights("bias", {sizes[2]});
      b.weights("w", transposed ? Shape{sizes[2], sizes[1]} : Shape{sizes[1], sizes[2]});
      b.node("Gemm", {"x", "w", "bias"}, {"t"}).set("transB", transposed);
      b.node("Relu", {"t"}, {"y"});
      EXPECT_FALSE(uses_reference_kernels(b.build()));
      expect_like_reference(b.build());
    }
  }
}

TEST(Gemm, KindsOfBias) {
  for (const Shape& bias : {Shape{6}, Shape{1, 6}, Shape{1}, Shape{}, Shape{4, 1}, Shape{4, 6}}) {
    ModelBuilder b;
    b.input("x", {4, 5}).weights("w", {5, 6}).weights("c", bias);
    b.node("Gemm", {"x", "w", "c"}, {"y"});
    expect_like_reference(b.build());
  }
}

TEST(Gemm, AttributesLeftToTheReference) {
  ModelBuilder b;
  b.input("x", {5, 4}).weights("w", {5, 6}).weights("c", {6});
  b.node("Gemm", {"x", "w", "c"}, {"y"}).set("transA", int64_t(1)).set("alpha", 0.5f).set("beta", 2.0f);
  expect_like_reference(b.build());
}

TEST(MatMul, ConstantMatrixWithTail) {
  ModelBuilder b;
  b.input("x", {2, 9, 16}).input("r", {2, 9, 24}).weights("w", {16, 24}).weights("bias", {24});
  b.node("MatMul", {"x", "w"}, {"m"});
  b.node("Add", {"m", "bias"}, {"n"});
  b.node("Add", {"r", "n"}, {"o"});
  b.node("Gelu", {"o"}, {"y"}, kQuernDomain);
  const PlanOptions options;
  const Model model = b.build();
  EXPECT_EQ(Planner(model.graph, options).build().steps.size(), 1u);
  expect_like_reference(model);
}

TEST(MatMul, TwoActivations) {
  struct Case {
    Shape a, b;
  };
  for (const Case& c : {Case{{4, 5}, {5, 6}}, Case{{2, 3, 4, 5}, {2, 3, 5, 6}}, Case{{2, 3, 4, 5}, {5, 6}},
                        Case{{1, 3, 4, 5}, {2, 1, 5, 6}}, Case{{7, 300}, {300, 2}}, Case{{5}, {5, 6}},
                        Case{{4, 5}, {5}}, Case{{64, 2000}, {2000, 64}}}) {
    ModelBuilder b;
    b.input("a", c.a).input("b", c.b);
    b.node("MatMul", {"a", "b"}, {"y"});
    expect_like_reference(b.build());
  }
}

TEST(MatMul, AfterFeatureMaps) {
  ModelBuilder b;
  b.input("x", {1, 6, 4, 5}).weights("w", {6, 6, 1, 1}).weights("m", {20, 3});
  b.integers("shape", {1, 6, 20});
  b.node("Conv", {"x", "w"}, {"c"});
  b.node("Reshape", {"c", "shape"}, {"r"});
  b.node("MatMul", {"r", "m"}, {"y"});
  expect_like_reference(b.build());
}

}  // namespace
}  // namespace quern::cpu::test
