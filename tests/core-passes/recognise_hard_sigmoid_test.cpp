#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

TEST(RecogniseHardSigmoid, ClipBeforeTheFactor) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {40})
                                      .scalar("three", 3)
                                      .scalar("zero", 0)
                                      .scalar("six", 6)
                                      .node("Add", {"x", "three"}, {"a"})
                                      .node("Clip", {"a", "zero", "six"}, {"b"})
                                      .node("Div", {"b", "six"}, {"y"})
                                      .output("y")
                                      .build(),
                                  recognise_hard_sigmoid);
  EXPECT_THAT(ops_of(after), ElementsAre("HardSigmoid"));
  EXPECT_EQ(after.nodes[0].get_float("alpha", 0), 1.0f / 6);
  EXPECT_EQ(after.nodes[0].get_float("beta", 0), 0.5f);
  EXPECT_EQ(after.nodes[0].metadata.at("quern.source"), "a;b;y");
}

TEST(RecogniseHardSigmoid, FactorBeforeTheClip) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {40})
                                      .scalar("slope", 0.2f)
                                      .scalar("half", 0.5f)
                                      .scalar("zero", 0)
                                      .scalar("one", 1)
                                      .node("Mul", {"slope", "x"}, {"a"})
                                      .node("Add", {"a", "half"}, {"b"})
                                      .node("Clip", {"b", "zero", "one"}, {"y"})
                                      .output("y")
                                      .build(),
                                  recognise_hard_sigmoid);
  EXPECT_THAT(ops_of(after), ElementsAre("HardSigmoid"));
  EXPECT_EQ(after.nodes[0].get_float("alpha", 0), 0.2f);
}

TEST(RecogniseHardSigmoid, NotForAnyOtherClip) {
  expect_untouched(GraphBuilder()
                       .input("x", {40})
                       .scalar("zero", 0)
                       .scalar("one", 1)
                       .node("Clip", {"x", "zero", "one"}, {"y"})
                       .output("y")
                       .build(),
                   recognise_hard_sigmoid);
}

}  // namespace
}  // namespace quern::passes::test
