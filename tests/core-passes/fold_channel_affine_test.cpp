#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

GraphBuilder batch_norm(GraphBuilder builder, const std::string& x, int64_t channels) {
  return builder.weights("gamma", {channels}, 0.5f, 2)
      .weights("beta", {channels})
      .weights("mean", {channels})
      .weights("variance", {channels}, 0.1f, 2)
      .node("BatchNormalization", {x, "gamma", "beta", "mean", "variance"}, {"y"})
      .output("y");
}

TEST(FoldChannelAffine, BatchNormIntoConvWithoutBias) {
  const Graph after = transformed(
      batch_norm(
          GraphBuilder().input("x", {1, 2, 5, 5}).weights("w", {4, 2, 3, 3}).node("Conv", {"x", "w"}, {"a"}),
          "a", 4)
          .build(),
      fold_channel_affine, 1e-5);
  EXPECT_THAT(ops_of(after), ElementsAre("Conv"));
  EXPECT_THAT(after.nodes[0].inputs, ElementsAre("x", "w", "a_bias"));
  EXPECT_EQ(after.nodes[0].outputs[0], "y");
  EXPECT_EQ(after.nodes[0].name, "a");
  EXPECT_EQ(after.nodes[0].metadata.at("quern.source"), "a;y");
  EXPECT_EQ(after.nodes[0].metadata.at("quern.folded"), "a");
}

TEST(FoldChannelAffine, BatchNormIntoGroupedConvTranspose) {
  const Graph after =
      transformed(batch_norm(GraphBuilder()
                                 .input("x", {1, 4, 3, 3})
                                 .weights("w", {4, 3, 2, 2})
                                 .weights("b", {6})
                                 .node("ConvTranspose", {"x", "w", "b"}, {"a"}, {{"group", int64_t(2), {}}}),
                             "a", 6)
                      .build(),
                  fold_channel_affine, 1e-5);
  EXPECT_THAT(ops_of(after), ElementsAre("ConvTranspose"));
}

TEST(FoldChannelAffine, BatchNormIntoGemmEitherWayRound) {
  for (const int64_t transposed : {0, 1}) {
    const Shape dims = transposed ? Shape{3, 4} : Shape{4, 3};
    const Graph after =
        transformed(batch_norm(GraphBuilder()
                                   .input("x", {2, 4})
                                   .weights("w", dims)
                                   .weights("c", {3})
                                   .node("Gemm", {"x", "w", "c"}, {"a"}, {{"transB", transposed, {}}}),
                               "a", 3)
                        .build(),
                    fold_channel_affine, 1e-5);
    EXPECT_THAT(ops_of(after), ElementsAre("Gemm"));
  }
}

TEST(FoldChannelAffine, MulAndAddBehindConv) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {1, 2, 5, 5})
                                      .weights("w", {4, 2, 3, 3})
                                      .weights("scale", {1, 4, 1, 1})
                                      .scalar("shift", 0.5f)
                                      .node("Conv", {"x", "w"}, {"a"})
                                      .node("Mul", {"a", "scale"}, {"b"})
                                      .node("Add", {"shift", "b"}, {"y"})
                                      .output("y")
                                      .build(),
                                  fold_channel_affine, 1e-5);
  EXPECT_THAT(ops_of(after), ElementsAre("Conv"));
  EXPECT_EQ(after.nodes[0].metadata.at("quern.folded"), "a;b");
}

TEST(FoldChannelAffine, SharedWeightsStayAsTheyAre) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {1, 2, 5, 5})
                                      .weights("w", {4, 2, 3, 3})
                                      .scalar("scale", 3)
                                      .node("Conv", {"x", "w"}, {"a"})
                                      .node("Mul", {"a", "scale"}, {"y"})
                                      .node("Conv", {"x", "w"}, {"z"})
                                      .output("y")
                                      .output("z")
                                      .build(),
                                  fold_channel_affine, 1e-5);
  EXPECT_THAT(ops_of(after), ElementsAre("Conv", "Conv"));
}

TEST(FoldChannelAffine, NotWhereTheResultOfTheLayerIsNeeded) {
  expect_untouched(GraphBuilder()
                       .input("x", {1, 2, 5, 5})
                       .weights("w", {4, 2, 3, 3})
                       .scalar("scale", 3)
                       .node("Conv", {"x", "w"}, {"a"})
                       .node("Mul", {"a", "scale"}, {"y"})
                       .output("a")
                       .output("y")
                       .build(),
                   fold_channel_affine);
}

TEST(FoldChannelAffine, NotForAConstantThatVariesByColumn) {
  expect_untouched(GraphBuilder()
                       .input("x", {1, 2, 5, 6})
                       .weights("w", {4, 2, 3, 3})
                       .weights("row", {4})
                       .node("Conv", {"x", "w"}, {"a"})
                       .node("Add", {"a", "row"}, {"y"})
                       .output("y")
                       .build(),
                   fold_channel_affine);
}

}  // namespace
}  // namespace quern::passes::test
