#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

GraphBuilder with_clip() {
  return GraphBuilder()
      .input("x", {40})
      .scalar("three", 3)
      .scalar("zero", 0)
      .scalar("six", 6)
      .node("Add", {"x", "three"}, {"a"})
      .node("Clip", {"a", "zero", "six"}, {"gate"});
}

TEST(RecogniseHardSwish, FromClip) {
  const Graph after = transformed(
      with_clip().node("Mul", {"x", "gate"}, {"m"}).node("Div", {"m", "six"}, {"y"}).output("y").build(),
      recognise_hard_swish);
  EXPECT_THAT(ops_of(after), ElementsAre("HardSwish"));
  EXPECT_THAT(after.nodes[0].inputs, ElementsAre("x"));
}

TEST(RecogniseHardSwish, FromHardSigmoid) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {40})
                                      .node("HardSigmoid", {"x"}, {"s"}, {{"alpha", 1.0f / 6, {}}})
                                      .node("Mul", {"s", "x"}, {"y"})
                                      .output("y")
                                      .build(),
                                  recognise_hard_swish);
  EXPECT_THAT(ops_of(after), ElementsAre("HardSwish"));
}

TEST(RecogniseHardSwish, NotWhereTheGateIsNeededElsewhere) {
  expect_untouched(with_clip()
                       .node("Mul", {"x", "gate"}, {"m"})
                       .node("Div", {"m", "six"}, {"y"})
                       .output("y")
                       .output("gate")
                       .build(),
                   recognise_hard_swish);
}

}  // namespace
}  // namespace quern::passes::test
