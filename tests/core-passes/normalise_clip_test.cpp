#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

TEST(NormaliseClip, MaxAndMinBecomeClip) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {20})
                                      .scalar("low", -1)
                                      .scalar("high", 2)
                                      .node("Max", {"low", "x"}, {"a"})
                                      .node("Min", {"a", "high"}, {"y"})
                                      .output("y")
                                      .build(),
                                  normalise_clip, 0);
  EXPECT_THAT(ops_of(after), ElementsAre("Clip"));
  EXPECT_EQ(after.nodes[0].inputs.size(), 3u);
}

TEST(NormaliseClip, FromZeroIsRelu) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {20})
                                      .scalar("zero", 0)
                                      .scalar("largest", 3.4028234663852886e38f)
                                      .node("Max", {"x", "zero"}, {"y"})
                                      .node("Clip", {"x", "zero", "largest"}, {"z"})
                                      .output("y")
                                      .output("z")
                                      .build(),
                                  normalise_clip, 0);
  EXPECT_THAT(ops_of(after), ElementsAre("Relu", "Relu"));
}

TEST(NormaliseClip, MergesReluAndClip) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {20})
                                      .scalar("low", -1)
                                      .scalar("six", 6)
                                      .node("Relu", {"x"}, {"a"})
                                      .node("Clip", {"a", "low", "six"}, {"y"})
                                      .output("y")
                                      .build(),
                                  normalise_clip, 0);
  EXPECT_THAT(ops_of(after), ElementsAre("Clip"));
  EXPECT_EQ(after.constant(after.nodes[0].inputs[1])->values<float>()[0], 0.0f);
}

TEST(NormaliseClip, KeepsLimitsThatContradictEachOther) {
  expect_untouched(GraphBuilder()
                       .input("x", {20})
                       .scalar("one", 1)
                       .scalar("two", 2)
                       .scalar("three", 3)
                       .scalar("four", 4)
                       .node("Clip", {"x", "one", "two"}, {"a"})
                       .node("Clip", {"a", "three", "four"}, {"y"})
                       .output("y")
                       .build(),
                   normalise_clip);
}

}  // namespace
}  // namespace quern::passes::test
