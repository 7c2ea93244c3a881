#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

TEST(RecogniseGelu, FromErf) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {40})
                                      .scalar("root", 1.4142135f)
                                      .scalar("one", 1)
                                      .scalar("half", 0.5f)
                                      .node("Div", {"x", "root"}, {"a"})
                                      .node("Erf", {"a"}, {"b"})
                                      .node("Add", {"b", "one"}, {"c"})
                                      .node("Mul", {"x", "c"}, {"d"})
                                      .node("Mul", {"d", "half"}, {"y"})
                                      .output("y")
                                      .build(),
                                  recognise_gelu);
  EXPECT_THAT(ops_of(after), ElementsAre("quern.Gelu"));
  EXPECT_EQ(after.nodes[0].get_string("approximate", ""), "none");
}

TEST(RecogniseGelu, FromTanhWithPow) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {40})
                                      .scalar("three", 3)
                                      .scalar("cubic", 0.044715f)
                                      .scalar("scale", 0.7978845608f)
                                      .scalar("one", 1)
                                      .scalar("half", 0.5f)
                                      .node("Pow", {"x", "three"}, {"a"})
                                      .node("Mul", {"cubic", "a"}, {"b"})
                                      .node("Add", {"x", "b"}, {"c"})
                                      .node("Mul", {"c", "scale"}, {"d"})
                                      .node("Tanh", {"d"}, {"e"})
                                      .node("Add", {"e", "one"}, {"f"})
                                      .node("Mul", {"x", "half"}, {"g"})
                                      .node("Mul", {"g", "f"}, {"y"})
                                      .output("y")
                                      .build(),
                                  recognise_gelu, 2e-6);
  EXPECT_THAT(ops_of(after), ElementsAre("quern.Gelu"));
  EXPECT_EQ(after.nodes[0].get_string("approximate", ""), "tanh");
}

TEST(RecogniseGelu, FromTanhWithProducts) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {40})
                                      .scalar("cubic", 0.044715f)
                                      .scalar("scale", 0.7978845608f)
                                      .scalar("one", 1)
                                      .scalar("half", 0.5f)
                                      .node("Mul", {"x", "x"}, {"a"})
                                      .node("Mul", {"a", "cubic"}, {"b"})
                                      .node("Add", {"b", "one"}, {"c"})
                                      .node("Mul", {"x", "scale"}, {"d"})
                                      .node("Mul", {"d", "c"}, {"e"})
                                      .node("Tanh", {"e"}, {"f"})
                                      .node("Mul", {"f", "half"}, {"g"})
                                      .node("Add", {"g", "half"}, {"h"})
                                      .node("Mul", {"x", "h"}, {"y"})
                                      .output("y")
                                      .build(),
                                  recognise_gelu, 2e-6);
  EXPECT_THAT(ops_of(after), ElementsAre("quern.Gelu"));
}

TEST(RecogniseGelu, NotWithOtherConstants) {
  expect_untouched(GraphBuilder()
                       .input("x", {40})
                       .scalar("one", 1)
                       .scalar("half", 0.5f)
                       .node("Erf", {"x"}, {"b"})
                       .node("Add", {"b", "one"}, {"c"})
                       .node("Mul", {"x", "c"}, {"d"})
                       .node("Mul", {"d", "half"}, {"y"})
                       .output("y")
                       .build(),
                   recognise_gelu);
}

}  // namespace
}  // namespace quern::passes::test
