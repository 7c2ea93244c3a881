#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

TEST(RecogniseSilu, InEitherOrder) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {40})
                                      .node("Sigmoid", {"x"}, {"s"})
                                      .node("Mul", {"s", "x"}, {"a"})
                                      .node("Sigmoid", {"a"}, {"t"})
                                      .node("Mul", {"a", "t"}, {"y"})
                                      .output("y")
                                      .build(),
                                  recognise_silu);
  EXPECT_THAT(ops_of(after), ElementsAre("quern.Silu", "quern.Silu"));
  EXPECT_EQ(after.nodes[0].metadata.at("quern.source"), "s;a");
  EXPECT_EQ(after.nodes[0].metadata.at("quern.folded"), "s");
}

TEST(RecogniseSilu, NotForAGateOfAnotherTensor) {
  expect_untouched(GraphBuilder()
                       .input("x", {40})
                       .input("z", {40})
                       .node("Sigmoid", {"x"}, {"s"})
                       .node("Mul", {"s", "z"}, {"y"})
                       .output("y")
                       .build(),
                   recognise_silu);
}

}  // namespace
}  // namespace quern::passes::test
