#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

TEST(MergeConstants, OfChains) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {2, 3, 4})
                                      .weights("a", {3, 1})
                                      .scalar("b", 0.5f)
                                      .scalar("c", 4)
                                      .node("Mul", {"x", "a"}, {"p"})
                                      .node("Mul", {"b", "p"}, {"q"})
                                      .node("Mul", {"q", "c"}, {"y"})
                                      .output("y")
                                      .build(),
                                  merge_constants);
  EXPECT_THAT(ops_of(after), ElementsAre("Mul"));
  EXPECT_EQ(after.nodes[0].metadata.at("quern.folded"), "p;q");
}

TEST(MergeConstants, NotWhereTheConstantWouldGrow) {
  expect_untouched(GraphBuilder()
                       .input("x", {2, 3, 4})
                       .weights("a", {3, 1})
                       .weights("b", {1, 4})
                       .node("Add", {"x", "a"}, {"p"})
                       .node("Add", {"p", "b"}, {"y"})
                       .output("y")
                       .build(),
                   merge_constants);
}

}  // namespace
}  // namespace quern::passes::test
