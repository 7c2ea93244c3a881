#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

TEST(MergeReshapes, OnlyTheLastOneStays) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {2, 6})
                                      .ints("first", {3, 4})
                                      .ints("second", {12})
                                      .node("Reshape", {"x", "first"}, {"a"})
                                      .node("Reshape", {"a", "second"}, {"y"})
                                      .output("y")
                                      .build(),
                                  merge_reshapes, 0);
  EXPECT_THAT(ops_of(after), ElementsAre("Reshape"));
  EXPECT_EQ(after.nodes[0].inputs[0], "x");
  EXPECT_EQ(after.nodes[0].metadata.at("quern.folded"), "a");
}

}  // namespace
}  // namespace quern::passes::test
