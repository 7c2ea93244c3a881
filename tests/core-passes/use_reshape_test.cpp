#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

TEST(UseReshape, SpellsFlattenSqueezeAndUnsqueeze) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {2, 1, 3, 4})
                                      .ints("one", {1})
                                      .ints("zero", {0})
                                      .node("Squeeze", {"x", "one"}, {"a"})
                                      .node("Unsqueeze", {"a", "zero"}, {"b"})
                                      .node("Flatten", {"b"}, {"y"}, {{"axis", int64_t(2), {}}})
                                      .output("y")
                                      .build(),
                                  use_reshape, 0);
  EXPECT_THAT(ops_of(after), ElementsAre("Reshape", "Reshape", "Reshape"));
  EXPECT_THAT(after.constant(after.nodes[1].inputs[1])->to_int64(), ElementsAre(1, 2, 3, 4));
}

TEST(UseReshape, MakesTheShapeExplicit) {
  const Graph before = GraphBuilder()
                           .input("x", {2, 3, 4})
                           .ints("shape", {0, -1})
                           .node("Reshape", {"x", "shape"}, {"y"})
                           .output("y")
                           .build();
  const Graph after = transformed(before, use_reshape, 0);
  EXPECT_THAT(after.constant(after.nodes[0].inputs[1])->to_int64(), ElementsAre(2, 12));
  expect_untouched(after, use_reshape);
}

TEST(UseReshape, KeepsEmptyTensorsEmpty) {
  const Graph after = transformed(
      GraphBuilder().input("x", {0, 3}).node("Flatten", {"x"}, {"y"}).output("y").build(), use_reshape, 0);
  EXPECT_EQ(after.nodes[0].get_int("allowzero", 0), 1);
  expect_untouched(after, use_reshape);
}

}  // namespace
}  // namespace quern::passes::test
