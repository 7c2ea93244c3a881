#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

TEST(RemoveDeadNodes, RemovesWhatNoOutputNeeds) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {2})
                                      .input("unused", {2})
                                      .weights("w", {2})
                                      .weights("v", {2})
                                      .node("Add", {"x", "w"}, {"y"})
                                      .node("Mul", {"unused", "v"}, {"dead"})
                                      .node("Neg", {"dead"}, {"deader"})
                                      .output("y")
                                      .build(),
                                  remove_dead_nodes);
  EXPECT_THAT(ops_of(after), ElementsAre("Add"));
  EXPECT_FALSE(after.constant("v"));
  EXPECT_FALSE(after.value("dead"));
  EXPECT_EQ(after.inputs.size(), 2u);
}

}  // namespace
}  // namespace quern::passes::test
