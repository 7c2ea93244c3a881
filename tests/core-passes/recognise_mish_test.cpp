#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

TEST(RecogniseMish, FromSoftplus) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {40})
                                      .node("Softplus", {"x"}, {"a"})
                                      .node("Tanh", {"a"}, {"b"})
                                      .node("Mul", {"x", "b"}, {"y"})
                                      .output("y")
                                      .build(),
                                  recognise_mish);
  EXPECT_THAT(ops_of(after), ElementsAre("quern.Mish"));
}

TEST(RecogniseMish, FromExpAndLog) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {40})
                                      .scalar("one", 1)
                                      .node("Exp", {"x"}, {"a"})
                                      .node("Add", {"one", "a"}, {"b"})
                                      .node("Log", {"b"}, {"c"})
                                      .node("Tanh", {"c"}, {"d"})
                                      .node("Mul", {"d", "x"}, {"y"})
                                      .output("y")
                                      .build(),
                                  recognise_mish);
  EXPECT_THAT(ops_of(after), ElementsAre("quern.Mish"));
}

}  // namespace
}  // namespace quern::passes::test
