#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

TEST(RecognisePRelu, FromTheDifferenceToTheAbsoluteValue) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {2, 3, 4})
                                      .weights("slope", {3, 1})
                                      .scalar("half", 0.5f)
                                      .node("Relu", {"x"}, {"positive"})
                                      .node("Abs", {"x"}, {"a"})
                                      .node("Sub", {"x", "a"}, {"b"})
                                      .node("Mul", {"slope", "b"}, {"c"})
                                      .node("Mul", {"c", "half"}, {"d"})
                                      .node("Add", {"positive", "d"}, {"y"})
                                      .output("y")
                                      .build(),
                                  recognise_prelu);
  EXPECT_THAT(ops_of(after), ElementsAre("PRelu"));
  EXPECT_THAT(after.nodes[0].inputs, ElementsAre("x", "slope"));
}

TEST(RecognisePRelu, FromTwoRelus) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {2, 3, 4})
                                      .weights("slope", {3, 1})
                                      .node("Relu", {"x"}, {"positive"})
                                      .node("Neg", {"x"}, {"a"})
                                      .node("Relu", {"a"}, {"b"})
                                      .node("Mul", {"slope", "b"}, {"c"})
                                      .node("Sub", {"positive", "c"}, {"y"})
                                      .output("y")
                                      .build(),
                                  recognise_prelu);
  EXPECT_THAT(ops_of(after), ElementsAre("PRelu"));
}

TEST(RecognisePRelu, WithOneSlopeIsLeakyRelu) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {40})
                                      .scalar("slope", -0.25f)
                                      .node("Relu", {"x"}, {"positive"})
                                      .node("Neg", {"x"}, {"a"})
                                      .node("Relu", {"a"}, {"b"})
                                      .node("Mul", {"b", "slope"}, {"c"})
                                      .node("Add", {"c", "positive"}, {"y"})
                                      .output("y")
                                      .build(),
                                  recognise_prelu);
  EXPECT_THAT(ops_of(after), ElementsAre("LeakyRelu"));
  EXPECT_EQ(after.nodes[0].get_float("alpha", 0), 0.25f);
}

}  // namespace
}  // namespace quern::passes::test
