#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

Attribute perm(std::vector<int64_t> axes) { return {"perm", std::move(axes), {}}; }

TEST(MergeTransposes, ComposesPermutations) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {2, 3, 4})
                                      .node("Transpose", {"x"}, {"a"}, {perm({1, 2, 0})})
                                      .node("Transpose", {"a"}, {"y"}, {perm({0, 2, 1})})
                                      .output("y")
                                      .build(),
                                  merge_transposes, 0);
  EXPECT_THAT(ops_of(after), ElementsAre("Transpose"));
  EXPECT_THAT(after.nodes[0].get_ints("perm"), ElementsAre(1, 0, 2));
}

TEST(MergeTransposes, MovingAnAxisOfSizeOneIsAReshape) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {2, 1, 3, 4})
                                      .node("Transpose", {"x"}, {"y"}, {perm({0, 2, 3, 1})})
                                      .output("y")
                                      .build(),
                                  merge_transposes, 0);
  EXPECT_THAT(ops_of(after), ElementsAre("Reshape"));
}

TEST(MergeTransposes, KeepsOneThatMovesElements) {
  expect_untouched(
      GraphBuilder().input("x", {2, 3}).node("Transpose", {"x"}, {"y"}, {perm({1, 0})}).output("y").build(),
      merge_transposes);
}

}  // namespace
}  // namespace quern::passes::test
