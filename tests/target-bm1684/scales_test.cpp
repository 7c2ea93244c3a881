#include "lowering/scales.hpp"

#include <gtest/gtest.h>

#include "lowered_network.hpp"

namespace quern::bm1684 {
namespace {

TEST(Scales, MovedTensorsTakeTheThresholdOfTheirSource) {
  test::GraphBuilder b({1, 2, 4, 4});
  b.add(Node("Sigmoid", {"x"}, {"s"})).add(Node("Transpose", {"s"}, {"t"}).set("perm", Shape{0, 2, 3, 1}));
  const Graph graph = b.finish("t");
  const GraphIndex index(graph);
  const quern_calibration entries[] = {{"s", 0.75, 0, 0}};
  const Scales scales(graph, index, entries, 1);
  ASSERT_TRUE(scales.wanted("t"));
  EXPECT_EQ(scales.wanted("t")->threshold, 0.75);
  EXPECT_FALSE(scales.wanted("t")->is_signed);
  EXPECT_FALSE(scales.wanted("x"));
}

TEST(Scales, ConcatGivesItsThresholdOnlyToTensorsThatNothingElseReads) {
  test::GraphBuilder b({1, 2, 4, 4});
  b.add(Node("Tanh", {"x"}, {"a"})).add(Node("Tanh", {"a"}, {"c"}));
  b.add(Node("Concat", {"a", "c"}, {"y"}).set("axis", int64_t(1)));
  const Graph graph = b.finish("y");
  const GraphIndex index(graph);
  const quern_calibration entries[] = {{"a", 0.5, 1, 0}, {"c", 0.25, 1, 0}, {"y", 0.6, 1, 0}};
  const Scales scales(graph, index, entries, 3);
  EXPECT_EQ(scales.wanted("a")->threshold, 0.5);
  EXPECT_EQ(scales.wanted("c")->threshold, 0.6);
}

TEST(Quantisation, ScaleIsThresholdOver127Or255) {
  EXPECT_EQ((Quantisation{127, true}.scale()), 1.0F);
  EXPECT_EQ((Quantisation{255, false}.scale()), 1.0F);
  EXPECT_EQ(Quantisation::from_scale(0.5, false).threshold, 127.5);
}

}  // namespace
}  // namespace quern::bm1684
