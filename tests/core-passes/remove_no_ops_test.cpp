#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

TEST(RemoveNoOps, RemovesWhatReturnsItsInput) {
  const Graph after =
      transformed(GraphBuilder()
                      .input("x", {1, 2, 4})
                      .ints("same", {1, 2, 4})
                      .ints("no_pads", {0, 0, 0, 0, 0, 0})
                      .ints("starts", {0})
                      .ints("ends", {100})
                      .ints("axes", {2})
                      .node("Identity", {"x"}, {"a"})
                      .node("Dropout", {"a"}, {"b"})
                      .node("Cast", {"b"}, {"c"}, {{"to", int64_t(1), {}}})
                      .node("Reshape", {"c", "same"}, {"d"})
                      .node("Transpose", {"d"}, {"e"}, {{"perm", std::vector<int64_t>{0, 1, 2}, {}}})
                      .node("Pad", {"e", "no_pads"}, {"f"})
                      .node("Concat", {"f"}, {"g"}, {{"axis", int64_t(1), {}}})
                      .node("Slice", {"g", "starts", "ends", "axes"}, {"h"})
                      .node("Expand", {"h", "same"}, {"i"})
                      .node("Neg", {"i"}, {"y"})
                      .output("y")
                      .build(),
                  remove_no_ops, 0);
  EXPECT_THAT(ops_of(after), ElementsAre("Neg"));
  EXPECT_EQ(after.nodes[0].inputs[0], "x");
}

TEST(RemoveNoOps, KeepsTheNameOfAnOutput) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {2})
                                      .node("Neg", {"x"}, {"a"})
                                      .node("Identity", {"a"}, {"y"})
                                      .node("Abs", {"a"}, {"z"})
                                      .output("y")
                                      .output("z")
                                      .build(),
                                  remove_no_ops, 0);
  EXPECT_THAT(ops_of(after), ElementsAre("Neg", "Abs"));
  EXPECT_EQ(after.nodes[0].outputs[0], "y");
  EXPECT_EQ(after.nodes[1].inputs[0], "y");
  EXPECT_EQ(after.nodes[0].metadata.at("quern.folded"), "a");
  EXPECT_EQ(after.nodes[0].metadata.at("quern.source"), "a;y");
}

TEST(RemoveNoOps, LeavesAnIdentityBetweenTwoNamesThatMustStay) {
  expect_untouched(GraphBuilder().input("x", {2}).node("Identity", {"x"}, {"y"}).output("y").build(),
                   remove_no_ops);
  expect_untouched(GraphBuilder()
                       .input("x", {2})
                       .node("Neg", {"x"}, {"a"})
                       .node("Identity", {"a"}, {"y"})
                       .output("a")
                       .output("y")
                       .build(),
                   remove_no_ops);
}

TEST(RemoveNoOps, KeepsWhatOnlyLooksLikeNothing) {
  expect_untouched(GraphBuilder()
                       .input("x", {4})
                       .ints("starts", {-1})
                       .ints("ends", {-100})
                       .ints("axes", {0})
                       .ints("steps", {-1})
                       .node("Slice", {"x", "starts", "ends", "axes", "steps"}, {"reversed"})
                       .output("reversed")
                       .build(),
                   remove_no_ops);
  expect_untouched(GraphBuilder()
                       .input("x", {4})
                       .ints("pads", {1, -1})
                       .node("Pad", {"x", "pads"}, {"shifted"})
                       .output("shifted")
                       .build(),
                   remove_no_ops);
  expect_untouched(
      GraphBuilder().input("x", {4, 4}).node("Transpose", {"x"}, {"transposed"}).output("transposed").build(),
      remove_no_ops);
}

}  // namespace
}  // namespace quern::passes::test
